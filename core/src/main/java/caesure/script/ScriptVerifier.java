// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.crypto.Secp256k1;

/** Decides whether an input may spend its coin. */
public final class ScriptVerifier {
    private final Secp256k1 secp;

    public ScriptVerifier(Secp256k1 secp) {
        this.secp = secp;
    }

    /**
     * Runs the scripts and the witness of one input (Bitcoin Core's VerifyScript).
     *
     * @param spend the transaction with the outputs it spends
     * @param index of the input, from 0
     * @return {@link ScriptError#OK} if it may
     */
    public ScriptError verify(SigHashes spend, int index, VerifyFlags flags) {
        throw new UnsupportedOperationException(secp.name());
    }
}
