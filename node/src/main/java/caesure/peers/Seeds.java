// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.Services;

import java.util.List;

/**
 * Names of the DNS at which people publish addresses of nodes that they saw: where a node that
 * knows nobody begins. They can tell what they like, so they are to be asked only in need. Source:
 * Core's chainparams, v31.99.
 *
 * <p>There are no addresses built in (Core's fixed seeds): where no name can be looked up, a person
 * has to name a node.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * The names of a network. Names end in a dot: nothing is to be added when they are looked up.
     *
     * @param chain as bitcoind's -chain names it; a network without seeds, or an unknown one, has
     *     none. A signet of somebody's own must not ask for those of the public signet
     */
    public static List<String> of(String chain) {
        return switch (chain) {
            case "main" ->
                    List.of(
                            "dnsseed.bluematt.me.",
                            "seed.bitcoin.jonasschnelli.ch.",
                            "seed.btc.petertodd.net.",
                            "seed.bitcoin.sprovoost.nl.",
                            "dnsseed.emzy.de.",
                            "seed.bitcoin.wiz.biz.",
                            "seed.mainnet.achownodes.xyz.");
            case "test" ->
                    List.of(
                            "testnet-seed.bitcoin.jonasschnelli.ch.",
                            "seed.tbtc.petertodd.net.",
                            "testnet-seed.bluematt.me.",
                            "seed.testnet.achownodes.xyz.");
            case "testnet4" ->
                    List.of("seed.testnet4.bitcoin.sprovoost.nl.", "seed.testnet4.wiz.biz.");
            case "signet" ->
                    List.of("seed.signet.bitcoin.sprovoost.nl.", "seed.signet.achownodes.xyz.");
            case "regtest" -> List.of("dummySeed.invalid."); // asked by tests, never answered
            default -> List.of();
        };
    }

    /**
     * The name to look up for nodes that do certain things.
     *
     * @param seed one of {@link #of}
     * @param services that they do; seeds know few combinations, 9 (the whole chain, with
     *     witnesses) among them
     * @return {@code x9.seed.bitcoin.sprovoost.nl.}
     */
    public static String name(String seed, Services services) {
        return "x" + Long.toHexString(services.bits()) + "." + seed;
    }
}
