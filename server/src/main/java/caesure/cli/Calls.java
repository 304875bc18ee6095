// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.MalformedException;
import caesure.calls.BlockCalls;
import caesure.calls.ChainCalls;
import caesure.calls.GenerateCalls;
import caesure.calls.LoggingCalls;
import caesure.calls.MempoolCalls;
import caesure.calls.NetworkCalls;
import caesure.calls.OutputParser;
import caesure.calls.OverruleCalls;
import caesure.calls.SubmitCalls;
import caesure.calls.TestCalls;
import caesure.calls.WaitCalls;
import caesure.chain.Chain;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.mining.Assembler;
import caesure.node.ChainStatus;
import caesure.node.Node;
import caesure.node.NodeClock;
import caesure.node.Peering;
import caesure.options.NodeOptions;
import caesure.options.PeerOptions;
import caesure.rpc.ActiveCalls;
import caesure.rpc.ControlCalls;
import caesure.rpc.Methods;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** All methods that the node answers. */
final class Calls {
    private Calls() {}

    static Methods of(NodeOptions options, Node node, ActiveCalls active) {
        Path log = options.log().file().orElse(Path.of("/dev/null"));
        Supplier<Chain> chain = () -> node.chain().orElseThrow();
        Supplier<Peering> peering = () -> node.peering().orElseThrow();
        NodeClock clock = node.clock();
        Params params = options.params();
        var control = new ControlCalls(() -> node.stop("by RPC"), active, log, System::nanoTime);
        var assembler = new Assembler(clock, OptionalInt.empty());
        PeerOptions peers = options.peers();
        var status =
                new ChainStatus(
                        chain,
                        () -> node.initialDownload().orElseThrow(),
                        clock,
                        node.folder(),
                        node::warnings);
        return new Methods(
                control.methods(),
                new BlockCalls(chain).methods(),
                new ChainCalls(chain, status).methods(),
                new OverruleCalls(chain, peering).methods(),
                new WaitCalls(chain).methods(),
                new MempoolCalls().methods(),
                new LoggingCalls(node.log()).methods(),
                new TestCalls(params.network(), chain, clock, node::advanceTimers).methods(),
                new SubmitCalls(chain, clock).methods(),
                new GenerateCalls(chain, clock, assembler, outputs()).methods(),
                new NetworkCalls(
                                peering,
                                clock,
                                params.network() == Network.REGTEST,
                                peers.limits().ban())
                        .methods());
    }

    private static OutputParser outputs() {
        return text -> {
            throw new MalformedException("no descriptors yet");
        };
    }
}
