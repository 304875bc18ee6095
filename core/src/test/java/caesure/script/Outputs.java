// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash160;
import caesure.crypto.Secp256k1;
import caesure.crypto.Sha256;
import caesure.testkit.Signer;

/** Output scripts for the tests of this package. */
final class Outputs {
    private static final ByteString INTERNAL_KEY = Signer.of(99).xOnlyKey();

    private Outputs() {}

    static ByteString scriptHash(ByteString script) {
        return new ScriptBuilder()
                .op(Opcode.OP_HASH160)
                .push(Hash160.hash(script))
                .op(Opcode.OP_EQUAL)
                .build();
    }

    static ByteString witnessScriptHash(ByteString script) {
        return program(0, Sha256.hash(script).toByteString());
    }

    static ByteString witnessKeyHash(ByteString key) {
        return program(0, Hash160.hash(key));
    }

    static ByteString program(int version, ByteString program) {
        return new ScriptBuilder().number(version).push(program).build();
    }

    /**
     * A taproot output with one leaf.
     *
     * @param leaf its hash
     */
    record Leaf(ByteString scriptPubKey, ByteString control, ByteString leaf) {}

    static Leaf leaf(ByteString script, int version) {
        ByteString leaf = Taproot.leafHash(version, script);
        Secp256k1.Tweaked output =
                Run.SECP.tweak(INTERNAL_KEY, Taproot.tweak(INTERNAL_KEY, leaf)).orElseThrow();
        ByteString control =
                new ByteWriter()
                        .u8(version | (output.odd() ? 1 : 0))
                        .bytes(INTERNAL_KEY)
                        .toByteString();
        return new Leaf(program(1, output.key()), control, leaf);
    }
}
