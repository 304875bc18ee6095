// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Deployments;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.ProofOfWork;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which network is meant, and what of it is changed for tests. */
final class NetworkChoice {
    private static final String SYNTAX = " for -testactivationheight=name@height.";

    private NetworkChoice() {}

    /**
     * The network that was chosen; the main one if none was.
     *
     * @throws BadOption if it is unknown, or two were chosen
     */
    static Network network(Settings settings) throws BadOption {
        Optional<Network> chosen = Optional.empty();
        int count = 0;
        for (Network network : Network.values()) {
            if (network == Network.MAIN) continue; // has no switch
            String name = network == Network.TESTNET3 ? "testnet" : network.chain();
            if (!settings.choosesNetwork(name)) continue;
            chosen = Optional.of(network);
            count++;
        }
        Optional<String> chain = settings.text("chain");
        if (count + (chain.isPresent() ? 1 : 0) > 1) {
            throw new BadOption(
                    "Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can"
                            + " use at most one.");
        }
        if (chain.isPresent()) return named(chain.get());
        return chosen.orElse(Network.MAIN);
    }

    private static Network named(String chain) throws BadOption {
        return Arrays.stream(Network.values())
                .filter(network -> network.chain().equals(chain))
                .findAny()
                .orElseThrow(() -> new BadOption("Unknown chain " + chain + "."));
    }

    /**
     * What the rules must know of the network.
     *
     * @throws BadOption if a challenge or a height is none, or not for this network
     */
    static Params params(Settings settings, Network network) throws BadOption {
        Params params = challenged(settings, network);
        Deployments deployments = deployments(settings, params.deployments());
        if (!deployments.equals(params.deployments())) {
            params = params.withDeployments(deployments);
        }
        if (settings.isSet("testactivationheight")) {
            onlyRegtest(network, "testactivationheight");
        }
        if (settings.list("test").isEmpty()) return params;
        if (network != Network.REGTEST) {
            throw new BadOption("-test=<option> can only be used with regtest");
        }
        return settings.list("test").contains("bip94") ? withBip94(params) : params;
    }

    private static Params challenged(Settings settings, Network network) throws BadOption {
        List<String> challenges = settings.list("signetchallenge");
        if (challenges.isEmpty()) return Params.of(network);
        if (network != Network.SIGNET) {
            if (!settings.isOnCommandLine("signetchallenge")) return Params.of(network);
            throw new BadOption("-signetchallenge needs -signet");
        }
        if (challenges.size() > 1) {
            throw new BadOption("-signetchallenge cannot be multiple values.");
        }
        String hex = challenges.getFirst();
        try {
            return Params.signet(ByteString.fromHex(hex));
        } catch (MalformedException e) {
            throw new BadOption("-signetchallenge must be hex, not '" + hex + "'.");
        }
    }

    private static Deployments deployments(Settings settings, Deployments deployments)
            throws BadOption {
        Deployments changed = deployments;
        for (String text : settings.list("testactivationheight")) {
            int at = text.indexOf('@');
            if (at < 0) throw new BadOption("Invalid format (" + text + ")" + SYNTAX);
            int height = height(text, text.substring(at + 1));
            changed = changed.with(fork(text, text.substring(0, at)), height);
        }
        return changed;
    }

    private static int height(String text, String digits) throws BadOption {
        try {
            // as bitcoind's ToIntegral: no plus sign, no blanks
            int height = digits.startsWith("+") ? -1 : Integer.parseInt(digits);
            if (height >= 0 && height < Integer.MAX_VALUE) return height;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadOption("Invalid height value (" + text + ")" + SYNTAX);
    }

    private static Deployments.Fork fork(String text, String name) throws BadOption {
        return Arrays.stream(Deployments.Fork.values())
                .filter(fork -> fork.text().equals(name))
                .findAny()
                .orElseThrow(() -> new BadOption("Invalid name (" + text + ")" + SYNTAX));
    }

    /** Stricter than bitcoind, which allows it on test networks: there it would split the chain. */
    private static void onlyRegtest(Network network, String name) throws BadOption {
        if (network == Network.REGTEST) return;
        throw new BadOption(
                network == Network.MAIN
                        ? "The -" + name + " option may not be used on mainnet."
                        : "The -" + name + " option may only be used on regtest.");
    }

    private static Params withBip94(Params params) {
        ProofOfWork old = params.proofOfWork();
        return params.withProofOfWork(
                new ProofOfWork(
                        old.limit(),
                        old.spacingS(),
                        old.timespanS(),
                        old.minimumDifficultyBlocks(),
                        old.neverRetargets(),
                        true));
    }
}
