// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.consensus.Network;
import caesure.http.Json;

import java.util.List;

/** The chain as a whole as JSON: getblockchaininfo, and /rest/chaininfo. */
public final class ChainView {
    private ChainView() {}

    /**
     * What the chain does not know of itself.
     *
     * @param progress how much of the chain is verified, 0 to 1
     * @param isInitialDownload whether the node is still far behind the network
     * @param bytesOnDisk of blocks, and of the coins that they spent
     * @param warnings for the user
     */
    public record State(
            double progress, boolean isInitialDownload, long bytesOnDisk, List<String> warnings) {
        public State {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The state of the chain.
     *
     * @param tip of the best chain, to which the state belongs
     */
    public static Json.Obj info(Chain chain, HeaderNode tip, State state) {
        long bits = tip.header().bits();
        Json.Builder json =
                Json.object()
                        .with("chain", chain.params().network().chain())
                        .with("blocks", tip.height())
                        .with("headers", chain.headers().bestHeader().height())
                        .with("bestblockhash", tip.hash().toString())
                        .with("bits", Difficulty.bits(bits))
                        .with("target", Difficulty.target(bits))
                        .with("difficulty", Difficulty.json(bits))
                        .with("time", tip.header().time())
                        .with("mediantime", tip.medianTimePast())
                        .with("verificationprogress", Json.ofDouble(state.progress()))
                        .with("initialblockdownload", state.isInitialDownload())
                        .with("chainwork", tip.work().toString())
                        .with("size_on_disk", state.bytesOnDisk())
                        .with("pruned", false);
        if (chain.params().network() == Network.SIGNET) {
            String challenge = chain.params().signetChallenge().orElseThrow().toString();
            json.with("signet_challenge", challenge);
        }
        return json.with("warnings", Json.texts(state.warnings())).build();
    }
}
