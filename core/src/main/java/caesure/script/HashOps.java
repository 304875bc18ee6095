// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Hash160;
import caesure.crypto.Ripemd160;
import caesure.crypto.Sha1;
import caesure.crypto.Sha256;

/** The hash functions that scripts can call. */
final class HashOps {
    private HashOps() {}

    static ByteString hash(int opcode, ByteString item) {
        return switch (opcode) {
            case Opcode.OP_RIPEMD160 -> Ripemd160.hash(item);
            case Opcode.OP_SHA1 -> Sha1.hash(item);
            case Opcode.OP_SHA256 -> Sha256.hash(item).toByteString();
            case Opcode.OP_HASH160 -> Hash160.hash(item);
            case Opcode.OP_HASH256 -> Sha256.doubleHash(item).toByteString();
            default -> throw new IllegalStateException(Opcode.name(opcode));
        };
    }
}
