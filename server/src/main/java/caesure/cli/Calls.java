// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.calls.AddressCalls;
import caesure.calls.CreateCalls;
import caesure.calls.DecodeCalls;
import caesure.calls.DescriptorCalls;
import caesure.calls.MemoryCalls;
import caesure.calls.ProofCalls;
import caesure.calls.RawTransactionCalls;
import caesure.calls.ScanCalls;
import caesure.calls.BlockCalls;
import caesure.calls.ChainCalls;
import caesure.calls.GenerateCalls;
import caesure.calls.LoggingCalls;
import caesure.calls.MempoolCalls;
import caesure.calls.NetworkCalls;
import caesure.calls.OutputDescriptors;
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
import caesure.rpc.ActiveCalls;
import caesure.rpc.ControlCalls;
import caesure.rpc.Methods;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** All methods that the node answers. */
final class Calls {
    private Calls() {}

    /**
     * @param status of the node's chain
     * @param active is told of each call
     */
    static Methods of(NodeOptions options, Node node, ChainStatus status, ActiveCalls active) {
        Path log = options.log().file().orElse(Path.of("/dev/null"));
        Supplier<Chain> chain = () -> node.chain().orElseThrow();
        Supplier<Peering> peering = () -> node.peering().orElseThrow();
        NodeClock clock = node.clock();
        Params params = options.params();
        boolean regtest = params.network() == Network.REGTEST;
        var control = new ControlCalls(() -> node.stop("by RPC"), active, log, System::nanoTime);
        return new Methods(
                control.methods(),
                new LoggingCalls(node.log()).methods(),
                MemoryCalls.methods(),
                new TestCalls(params.network(), chain, clock, node::advanceTimers).methods(),
                new BlockCalls(chain).methods(),
                new ChainCalls(chain, status).methods(),
                new OverruleCalls(chain, peering).methods(),
                new WaitCalls(chain).methods(),
                new ScanCalls(chain).methods(),
                new ProofCalls(chain).methods(),
                new MempoolCalls().methods(),
                new RawTransactionCalls(chain).methods(),
                new CreateCalls(params.addresses()).methods(),
                new DecodeCalls(params).methods(),
                new AddressCalls(params.addresses()).methods(),
                new DescriptorCalls(params.addresses()).methods(),
                new SubmitCalls(chain, clock).methods(),
                new GenerateCalls(
                                chain,
                                clock,
                                new Assembler(clock, OptionalInt.empty()),
                                new OutputDescriptors(params.addresses()))
                        .methods(),
                new NetworkCalls(peering, clock, regtest, options.peers().limits().ban())
                        .methods());
    }
}
