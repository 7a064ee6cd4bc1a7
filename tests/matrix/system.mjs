/** What the matrix leaves out on other systems than the one that its npm packages hold programs for. */
import process from "node:process";

/** The system that the programs in `package.json` are for. */
const SUPPORTED = "linux-x64";

/** Where these programs are, below `node_modules`. */
const PROGRAM = /linux-x64|^node\d+\/bin\//;

export const thisSystem = `${process.platform}-${process.arch}`;

/**
 * Why a program of the matrix's packages cannot run here, if it cannot.
 *
 * @param {string} path
 * @param {string} [system]
 */
export const reasonAgainst = (path, system = thisSystem) =>
  system !== SUPPORTED && PROGRAM.test(path)
    ? `its program is for ${SUPPORTED}, and this is ${system}`
    : undefined;

/**
 * What to say before the first row, if rows are left out.
 *
 * @param {string} [system]
 */
export const notice = (system = thisSystem) =>
  system === SUPPORTED
    ? undefined
    : `This is ${system}. The matrix's Node, Bun, Deno and other programs are for ${SUPPORTED}: rows that need one are left out and listed as unavailable.`;
