// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.crypto.Secp256k1;
import caesure.http.Json;
import caesure.log.Log;
import caesure.node.ChainCheck;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.RpcException;

import java.util.List;
import java.util.function.Supplier;

/** The method verifychain. */
public final class VerifyCalls {
    private final Supplier<Chain> chain;
    private final Secp256k1 secp;
    private final Log log;

    /**
     * Looks again at a chain.
     *
     * @param chain there by the time of the first call
     * @param log for what is found
     */
    public VerifyCalls(Supplier<Chain> chain, Secp256k1 secp, Log log) {
        this.chain = chain;
        this.secp = secp;
        this.log = log;
    }

    public List<Method> methods() {
        return List.of(verifyChain());
    }

    private Method verifyChain() {
        return new Method(
                "verifychain",
                "blockchain",
                "Looks again at the last blocks and the coins that they spent, as they are on"
                        + " disk.",
                List.of(
                        Argument.hinted(
                                "checklevel",
                                Argument.Kind.NUM,
                                ChainCheck.LEVEL_USUAL + ", range=0-4",
                                """
                                How much is done, each level with all before:
                                - level 0 reads the blocks
                                - level 1 looks at all rules that need no coins
                                - level 2 reads the coins that they spent
                                - level 3 takes them back
                                - level 4 puts them on again\
                                """),
                        Argument.hinted(
                                "nblocks",
                                Argument.Kind.NUM,
                                ChainCheck.BLOCKS_USUAL + ", 0=all",
                                "How many blocks to look at.")),
                List.of(
                        Fields.flag(
                                "", "Whether all is well. If not, the log says what is wrong.")),
                Method.examples("verifychain", ""),
                this::verify);
    }

    private Json verify(Call call) throws RpcException {
        int level = call.has("checklevel") ? call.number("checklevel") : ChainCheck.LEVEL_USUAL;
        int blocks = call.has("nblocks") ? call.number("nblocks") : ChainCheck.BLOCKS_USUAL;
        return Json.of(new ChainCheck(chain.get(), secp, log, call.stopping()).run(level, blocks));
    }
}
