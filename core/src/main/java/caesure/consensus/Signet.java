// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;

/** Who may make blocks of a signet (BIP 325). (Comes with scripts.) */
final class Signet {
    private Signet() {}

    static boolean isSolved(Block block, ByteString challenge, Secp256k1 secp) {
        throw new UnsupportedOperationException(block.toString() + challenge + secp);
    }
}
