// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.calls.AddressCalls;
import caesure.calls.BlockCalls;
import caesure.calls.BlockStatsCalls;
import caesure.calls.ChainCalls;
import caesure.calls.CoinCalls;
import caesure.calls.CreateCalls;
import caesure.calls.DecodeCalls;
import caesure.calls.DescriptorCalls;
import caesure.calls.DescriptorOutputs;
import caesure.calls.GenerateCalls;
import caesure.calls.LoggingCalls;
import caesure.calls.MemoryCalls;
import caesure.calls.MempoolCalls;
import caesure.calls.MessageCalls;
import caesure.calls.MiningInfoCalls;
import caesure.calls.NetworkCalls;
import caesure.calls.NewAddressCalls;
import caesure.calls.OverruleCalls;
import caesure.calls.ProofCalls;
import caesure.calls.RawTransactionCalls;
import caesure.calls.ScanCalls;
import caesure.calls.SubmitCalls;
import caesure.calls.TemplateCalls;
import caesure.calls.TestCalls;
import caesure.calls.VerifyCalls;
import caesure.calls.WaitCalls;
import caesure.calls.ZmqCalls;
import caesure.chain.Chain;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
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
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/** All methods that the node answers. */
final class Calls {
    private Calls() {}

    /**
     * @param secp checks signatures
     * @param status of the node's chain
     * @param active is told of each call
     * @param published what is published over ZeroMQ
     */
    static Methods of(
            NodeOptions options,
            Node node,
            Secp256k1 secp,
            ChainStatus status,
            ActiveCalls active,
            Supplier<List<ZmqCalls.Notification>> published) {
        Path log = options.log().file().orElse(Path.of("/dev/null"));
        Supplier<Chain> chain = () -> node.chain().orElseThrow();
        Supplier<Peering> peering = () -> node.peering().orElseThrow();
        NodeClock clock = node.clock();
        Params params = options.params();
        boolean regtest = params.network() == Network.REGTEST;
        var control = new ControlCalls(() -> node.stop("by RPC"), active, log, System::nanoTime);
        var assembler = new Assembler(clock, options.blockVersion());
        return new Methods(
                control.methods(),
                new LoggingCalls(node.log()).methods(),
                MemoryCalls.methods(),
                new TestCalls(params.network(), chain, clock, node::advanceTimers).methods(),
                new BlockCalls(chain).methods(),
                new ChainCalls(chain, status).methods(),
                new BlockStatsCalls(chain).methods(),
                new CoinCalls(chain).methods(),
                new VerifyCalls(chain, secp, node.log()).methods(),
                new OverruleCalls(chain, peering).methods(),
                new WaitCalls(chain).methods(),
                new ScanCalls(chain).methods(),
                new ProofCalls(chain).methods(),
                new MempoolCalls().methods(),
                new RawTransactionCalls(chain).methods(),
                new CreateCalls(params.addresses()).methods(),
                new DecodeCalls(params).methods(),
                new AddressCalls(params.addresses()).methods(),
                new MessageCalls(params.addresses(), secp).methods(),
                new DescriptorCalls(params.addresses()).methods(),
                new SubmitCalls(chain, clock).methods(),
                new MiningInfoCalls(chain, assembler, node::warnings).methods(),
                new TemplateCalls(
                                chain,
                                () -> node.initialDownload().orElseThrow(),
                                () -> peering.get().count(),
                                clock,
                                assembler)
                        .methods(),
                new ZmqCalls(published).methods(),
                regtest
                        ? new NewAddressCalls(params.addresses(), new SecureRandom()).methods()
                        : List.of(),
                new GenerateCalls(
                                chain, clock, assembler, new DescriptorOutputs(params.addresses()))
                        .methods(),
                new NetworkCalls(
                                peering,
                                clock,
                                regtest,
                                options.peers().limits().ban(),
                                node::warnings)
                        .methods());
    }
}
