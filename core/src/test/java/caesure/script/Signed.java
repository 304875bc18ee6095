// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.testkit.Signer;
import caesure.testkit.Spend;

import java.util.List;

/** Signatures for the spends of {@link Run}, which do not depend on the proof. */
final class Signed {
    private Signed() {}

    /** The original kind, with the hash type at its end. */
    static ByteString legacy(Signer signer, ByteString coin, ByteString code, int hashType) {
        return signer.signEcdsa(SigHash.legacy(spend(coin), 0, code, hashType))
                .plus(ByteString.of(hashType & 0xff));
    }

    static ByteString segwit(Signer signer, ByteString coin, ByteString code, int hashType) {
        return signer.signEcdsa(SigHash.segwit(spend(coin), 0, code, hashType))
                .plus(ByteString.of(hashType));
    }

    /** For a leaf without separators, with the default hash type. */
    static ByteString tapscript(Signer signer, Outputs.Leaf leaf) {
        return tapscript(signer, leaf, TaprootSpend.NO_SEPARATOR);
    }

    /**
     * With the default hash type.
     *
     * @param separator the operation at which the last separator was run
     */
    static ByteString tapscript(Signer signer, Outputs.Leaf leaf, long separator) {
        var taproot = new TaprootSpend();
        taproot.enterLeaf(leaf.leaf(), 0);
        taproot.separateAt(separator);
        return signer.signSchnorr(
                SigHash.taproot(spend(leaf.scriptPubKey()), 0, SigHash.DEFAULT, taproot)
                        .orElseThrow());
    }

    private static SigHashes spend(ByteString coin) {
        return Spend.of(Spend.crediting(coin, 1000), ByteString.EMPTY, List.of());
    }
}
