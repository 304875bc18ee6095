// SPDX-License-Identifier: BSD-2-Clause
/**
 * The stack machine that decides who may spend a coin: legacy, pay to script hash (BIP 16), segwit
 * v0 (BIP 141, 143) and taproot (BIP 341, 342).
 */
package caesure.script;
