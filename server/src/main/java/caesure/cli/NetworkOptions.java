// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Network;
import caesure.consensus.Params;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which network a command is about, chosen as with bitcoind; the main network if not said. */
final class NetworkOptions {
    @Option(
            names = {"-chain", "--chain"},
            paramLabel = "NAME",
            description = "the network: main (default), test, testnet4, signet or regtest")
    private List<String> chains = new ArrayList<>();

    @Option(
            names = {"-testnet", "--testnet"},
            description = "the same as -chain=test (testnet3)")
    private boolean testnet;

    @Option(
            names = {"-testnet4", "--testnet4"},
            description = "the same as -chain=testnet4")
    private boolean testnet4;

    @Option(
            names = {"-signet", "--signet"},
            description = "the same as -chain=signet")
    private boolean signet;

    @Option(
            names = {"-regtest", "--regtest"},
            description = "the same as -chain=regtest")
    private boolean regtest;

    @Option(
            names = {"-signetchallenge", "--signetchallenge"},
            paramLabel = "HEX",
            description = "a signet of one's own: the script that its blocks must satisfy")
    private List<String> challenges = new ArrayList<>();

    /**
     * All that the rules must know of the network that was chosen.
     *
     * @throws BadInput if it is unknown, or two were chosen
     */
    Params params() throws BadInput {
        Network network = network();
        if (challenges.isEmpty()) return Params.of(network);
        if (network != Network.SIGNET) throw new BadInput("-signetchallenge needs -signet");
        if (challenges.size() > 1) throw new BadInput("only one -signetchallenge is possible");
        try {
            return Params.signet(ByteString.fromHex(challenges.getFirst()));
        } catch (MalformedException e) {
            throw new BadInput("-signetchallenge: " + e.getMessage());
        }
    }

    private Network network() throws BadInput {
        Set<Network> chosen = EnumSet.noneOf(Network.class);
        if (testnet) chosen.add(Network.TESTNET3);
        if (testnet4) chosen.add(Network.TESTNET4);
        if (signet) chosen.add(Network.SIGNET);
        if (regtest) chosen.add(Network.REGTEST);
        for (String chain : chains) chosen.add(named(chain));
        if (chosen.size() > 1) {
            throw new BadInput(
                    "one network at a time, not "
                            + chosen.stream()
                                    .map(Network::chain)
                                    .collect(Collectors.joining(" and ")));
        }
        return chosen.isEmpty() ? Network.MAIN : chosen.iterator().next();
    }

    private static Network named(String chain) throws BadInput {
        return Arrays.stream(Network.values())
                .filter(network -> network.chain().equals(chain))
                .findAny()
                .orElseThrow(() ->
                        new BadInput(
                                "no network "
                                        + chain
                                        + ": main, test, testnet4, signet or regtest"));
    }
}
