// Unpacks the browser into TMPDIR, where its package wants it, and names its place.
import chromium from "@sparticuz/chromium";
import {join} from "node:path";
// The package unpacks these libraries by itself on one cloud's machines only.
import {inflate} from "./node_modules/@sparticuz/chromium/build/esm/lambdafs.js";

const executable = await chromium.executablePath();
await inflate(join("node_modules", "@sparticuz", "chromium", "bin", "al2023.tar.br"));
console.log(`EXECUTABLE ${executable}`);
