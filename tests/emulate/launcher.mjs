// Starts the GitHub emulator on a loopback port, says where, resets on each line of input, stops at its end.
import { createEmulator } from "emulate";
import { createInterface } from "node:readline";

const { port, baseUrl, seed } = JSON.parse(process.argv[2]);
const emulator = await createEmulator({ service: "github", port, baseUrl, seed });
console.log(`ready ${baseUrl}`);
for await (const _ of createInterface({ input: process.stdin })) {
  emulator.reset();
  console.log("reset");
}
await emulator.close();
