// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

/**
 * The heights from which soft forks hold (Core's buried deployments). Pay to script hash, witness
 * and taproot rules hold everywhere but in the blocks of {@link History#flagExceptions}.
 *
 * @param heightInCoinbaseFrom BIP 34
 * @param strictDerFrom BIP 66
 * @param lockTimeVerifyFrom BIP 65
 * @param sequenceLocksFrom BIP 68, 112 and 113
 * @param segwitFrom BIP 141, 143 and 147
 */
public record Deployments(
        int heightInCoinbaseFrom,
        int strictDerFrom,
        int lockTimeVerifyFrom,
        int sequenceLocksFrom,
        int segwitFrom) {

    /** A soft fork, by the name that bitcoind's -testactivationheight knows. */
    public enum Fork {
        SEGWIT("segwit"),
        BIP34("bip34"),
        DERSIG("dersig"),
        CLTV("cltv"),
        CSV("csv");

        private final String text;

        Fork(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The same, but for one soft fork that holds from another height (regtest only). */
    public Deployments with(Fork fork, int height) {
        return new Deployments(
                fork == Fork.BIP34 ? height : heightInCoinbaseFrom,
                fork == Fork.DERSIG ? height : strictDerFrom,
                fork == Fork.CLTV ? height : lockTimeVerifyFrom,
                fork == Fork.CSV ? height : sequenceLocksFrom,
                fork == Fork.SEGWIT ? height : segwitFrom);
    }

    /** Whether a coinbase must begin with its height, and versions below 2 are retired (BIP 34). */
    public boolean heightInCoinbase(int height) {
        return height >= heightInCoinbaseFrom;
    }

    /** Whether signatures must be strict DER, and versions below 3 are retired (BIP 66). */
    public boolean strictDer(int height) {
        return height >= strictDerFrom;
    }

    /** Whether OP_CHECKLOCKTIMEVERIFY acts, and versions below 4 are retired (BIP 65). */
    public boolean lockTimeVerify(int height) {
        return height >= lockTimeVerifyFrom;
    }

    /** Whether sequences lock (BIP 68, 112), and lock times look at the median time (BIP 113). */
    public boolean sequenceLocks(int height) {
        return height >= sequenceLocksFrom;
    }

    /** Whether witnesses are committed to (BIP 141) and multisig's dummy is empty (BIP 147). */
    public boolean segwit(int height) {
        return height >= segwitFrom;
    }
}
