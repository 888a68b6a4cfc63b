import { readdirSync } from "node:fs";
import type { Planted } from "./declaration.ts";

const home = new URL("./", import.meta.url);

/** Every card of this folder, in the order of its id; a file XR-nn.ts or RS-….ts is a card. */
export async function loadCards(): Promise<Planted[]> {
  const names = readdirSync(home).filter((name) => /^(XR-\d\d|RS-[A-Z]+)\.ts$/.test(name));
  return Promise.all(
    names.sort().map(async (name) => {
      const { default: planted } = (await import(new URL(name, home).href)) as { default: Planted };
      if (`${planted.card}.ts` !== name)
        throw new Error(`${name} declares the card ${planted.card}; name the file after it`);
      return planted;
    }),
  );
}
