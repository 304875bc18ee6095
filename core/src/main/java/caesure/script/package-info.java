// SPDX-License-Identifier: BSD-2-Clause
/**
 * The stack machine that decides who may spend a coin: legacy, pay to script hash (BIP 16), segwit
 * v0 (BIP 141, 143) and taproot (BIP 341, 342).
 *
 * <p>In the order of reading: {@link caesure.script.ScriptVerifier} says which scripts run and in
 * what order; {@code WitnessRun} does so for witnesses; {@code Interpreter} runs one script, with
 * the operations in {@code StackOps}, {@code NumberOps} and {@code SignatureOps}; {@link
 * caesure.script.SigHash} says what a signature signs.
 *
 * <p>Bitcoin Core's interpreter is the rule here, down to the name of each error. BIPs 62 and 146
 * (as policy), 65, 66, 68, 112 and 147 speak of single operations.
 */
package caesure.script;
