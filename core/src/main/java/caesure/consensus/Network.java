// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

/** The five networks. */
public enum Network {
    MAIN("main", ""),
    TESTNET3("test", "testnet3"),
    TESTNET4("testnet4", "testnet4"),
    SIGNET("signet", "signet"),
    REGTEST("regtest", "regtest");

    private final String chain;
    private final String folder;

    Network(String chain, String folder) {
        this.chain = chain;
        this.folder = folder;
    }

    /** What getblockchaininfo calls it: main, test, testnet4, signet, regtest. */
    public String chain() {
        return chain;
    }

    /** The folder inside a data directory; empty for the main network, which lies at its root. */
    public String folder() {
        return folder;
    }
}
