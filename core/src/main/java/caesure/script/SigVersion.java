// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

/** By which rules a script runs and its signatures hash. */
enum SigVersion {
    /** Bare scripts and pay to script hash. */
    BASE,
    /** Segwit, BIP 141 and 143. */
    WITNESS_V0,
    /** BIP 342. */
    TAPSCRIPT
}
