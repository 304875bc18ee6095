// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.bytes.MalformedException;

/** Around what an expression stands: it decides what may be in it. */
enum Context {
    TOP,
    P2SH,
    P2WPKH,
    P2WSH,
    P2TR;

    /** Refuses a key of 65 bytes where none may be (BIP 143, BIP 341). */
    void requireLongKeys() throws MalformedException {
        if (this != TOP && this != P2SH) {
            throw new MalformedException("Uncompressed keys are not allowed");
        }
    }

    /** Whether the scripts of before segwit and those of BIP 143 may be here. */
    boolean isPlain() {
        return this == TOP || this == P2SH || this == P2WSH;
    }
}
