// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.consensus.BlockRules;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.consensus.VersionBits;
import caesure.http.Json;
import caesure.mining.Assembler;
import caesure.mining.BlockTemplate;
import caesure.node.NodeClock;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Transaction;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.RpcException;
import caesure.views.Difficulty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The method getblocktemplate (BIP 22, 23, 9, 145): what a miner needs to make the next block, and
 * the judgement of a block without proof of work. There is no mempool: templates have no
 * transactions.
 */
public final class TemplateCalls {
    /** As in Core's rpc/protocol.h. */
    private static final int CLIENT_NOT_CONNECTED = -9;

    private static final int CLIENT_IN_INITIAL_DOWNLOAD = -10;

    /** Digits of a hash, the first part of a longpollid. */
    private static final int HASH_DIGITS = 64;

    private static final String SEGWIT = "segwit";
    private static final String SIGNET = "signet";

    private static final Duration LONG_POLL_MAX = Duration.ofMinutes(1);

    private final Supplier<Chain> chain;
    private final Supplier<InitialDownload> download;
    private final IntSupplier peers;
    private final NodeClock clock;
    private final Assembler assembler;

    /**
     * @param download over before templates are given on the main network
     * @param peers how many connections there are; one at least on the main network
     */
    public TemplateCalls(
            Supplier<Chain> chain,
            Supplier<InitialDownload> download,
            IntSupplier peers,
            NodeClock clock,
            Assembler assembler) {
        this.chain = chain;
        this.download = download;
        this.peers = peers;
        this.clock = clock;
        this.assembler = assembler;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        "getblocktemplate",
                        "mining",
                        "Returns what is needed to make a block, or judges one in which proof of"
                                + " work is still missing, as \"mode\" says.\n"
                                + "See BIPs 22, 23, 9, and 145:\n"
                                + "    https://github.com/bitcoin/bips/blob/master/bip-0022.mediawiki\n"
                                + "    https://github.com/bitcoin/bips/blob/master/bip-0023.mediawiki\n"
                                + "    https://github.com/bitcoin/bips/blob/master/bip-0009.mediawiki#getblocktemplate_changes\n"
                                + "    https://github.com/bitcoin/bips/blob/master/bip-0145.mediawiki",
                        List.of(TemplateHelp.request()),
                        TemplateHelp.results(),
                        Method.cliExample("getblocktemplate", "'{\"rules\": [\"segwit\"]}'")
                                + Method.curlExample(
                                        "getblocktemplate", "{\"rules\": [\"segwit\"]}"),
                        this::answer));
    }

    private Json answer(Call call) throws RpcException, InterruptedException {
        Json.Obj request = call.object("template_request");
        Json mode = request.get("mode");
        if (mode.equals(Json.of("proposal"))) return judge(request);
        Set<String> rules = rules(request.get("rules"));
        if (!mode.isNull() && !mode.equals(Json.of("template"))) throw invalid("Invalid mode");
        Chain open = chain.get();
        requireNetwork(open.params());
        Json longPoll = request.get("longpollid");
        if (!longPoll.isNull()) await(open, longPoll, call);
        requireRules(open.params(), rules);
        return show(open);
    }

    private static Set<String> rules(Json given) throws RpcException {
        Set<String> rules = new HashSet<>();
        if (!(given instanceof Json.Arr(List<Json> items))) return rules;
        for (Json item : items) rules.add(Arguments.text(item));
        return rules;
    }

    /** BIP 23: null, or why the block would not be accepted. */
    private Json judge(Json.Obj request) throws RpcException {
        if (!(request.get("data") instanceof Json.Str(String digits))) {
            throw new RpcException(RpcException.TYPE_ERROR, "Missing data String key for proposal");
        }
        Block block = SubmitCalls.block(digits);
        Optional<HeaderNode> known = chain.get().headers().find(block.hash());
        if (known.isPresent()) return Json.of(duplicate(known.get()));
        return chain.get()
                .trial()
                .proposal(block, clock.nowS())
                .map(Reject::text)
                .map(Json::of)
                .orElse(Json.ofNull());
    }

    private static String duplicate(HeaderNode known) {
        if (known.isInvalid()) return "duplicate-invalid";
        boolean checked = known.height() == 0 || known.facts().isConnected();
        return checked ? "duplicate" : "duplicate-inconclusive";
    }

    /** On the main network only who knows its tip may mine. */
    private void requireNetwork(Params params) throws RpcException {
        if (params.network() != Network.MAIN) return;
        if (peers.getAsInt() == 0) {
            throw new RpcException(CLIENT_NOT_CONNECTED, "Caesure is not connected!");
        }
        if (download.get().isOn(clock.instant())) {
            throw new RpcException(
                    CLIENT_IN_INITIAL_DOWNLOAD,
                    "Caesure is in initial sync and waiting for blocks...");
        }
    }

    /**
     * Waits until the tip is another than the one of the id; transactions never change. A minute is
     * enough (BIP 22): a client that has gone away would otherwise be waited for until a block
     * comes.
     */
    private void await(Chain open, Json id, Call call) throws RpcException, InterruptedException {
        BlockHash watched = open.tip().node().hash();
        if (id instanceof Json.Str(String text)) {
            String digits = text.substring(0, Math.min(HASH_DIGITS, text.length()));
            watched = new BlockHash(Arguments.hash(Json.of(digits), "longpollid"));
        }
        BlockHash old = watched;
        try (var wait = new TipWait(open)) {
            wait.await(tip -> !tip.hash().equals(old), LONG_POLL_MAX, call.stopping());
        }
        if (call.stopping().getAsBoolean()) {
            throw new RpcException(CLIENT_NOT_CONNECTED, "Shutting down");
        }
    }

    private static void requireRules(Params params, Set<String> rules) throws RpcException {
        if (params.signetChallenge().isPresent() && !rules.contains(SIGNET)) {
            throw invalid(
                    "getblocktemplate must be called with the signet rule set (call with"
                            + " {\"rules\": [\"segwit\", \"signet\"]})");
        }
        if (!rules.contains(SEGWIT)) {
            throw invalid(
                    "getblocktemplate must be called with the segwit rule set (call with"
                            + " {\"rules\": [\"segwit\"]})");
        }
    }

    private Json show(Chain open) throws RpcException {
        Params params = open.params();
        BlockTemplate template;
        Optional<Reject> fault;
        do { // anew if a block came in between
            template = assembler.next(open, ByteString.EMPTY, List.of());
            fault = open.trial().draft(template.block(0), clock.nowS());
        } while (fault.isPresent() && open.tip().node() != template.parent());
        boolean segwit = params.deployments().segwit(template.height());
        if (fault.isPresent()) {
            throw new RpcException(
                    RpcException.MISC_ERROR, "TestBlockValidity failed: " + fault.get());
        }
        int scale = segwit ? 1 : Transaction.WITNESS_SCALE;
        var json = Json.object().with("capabilities", Json.texts(List.of("proposal")));
        json.with("version", template.version());
        rules(json, template.parent(), params, segwit);
        json.with("vbrequired", 0)
                .with("previousblockhash", template.parent().hash().toString())
                .with("transactions", Json.Arr.EMPTY)
                .with("coinbaseaux", Json.Obj.EMPTY)
                .with("coinbasevalue", template.subsidySats())
                .with("longpollid", template.parent().hash() + "0")
                .with("target", Difficulty.target(template.bits()))
                .with("mintime", BlockTemplate.minimumTime(template.parent(), params))
                .with("mutable", Json.texts(List.of("time", "transactions", "prevblock")))
                .with("noncerange", "00000000ffffffff")
                .with("sigoplimit", BlockRules.SIGOPS_COST_MAX / scale)
                .with("sizelimit", Block.BYTES_MAX / scale);
        if (segwit) json.with("weightlimit", BlockRules.WEIGHT_MAX);
        json.with("curtime", template.time())
                .with("bits", Difficulty.bits(template.bits()))
                .with("height", template.height());
        params.signetChallenge()
                .ifPresent(script -> json.with("signet_challenge", script.toString()));
        return json.with(
                        "default_witness_commitment",
                        template.commitment().scriptPubKey().toString())
                .build();
    }

    /** The soft forks that hold, and those that are under way (BIP 9). */
    private static void rules(Json.Builder to, HeaderNode parent, Params params, boolean segwit) {
        List<String> rules = new ArrayList<>(List.of("csv"));
        if (segwit) rules.addAll(List.of("!segwit", "taproot"));
        if (params.signetChallenge().isPresent()) rules.add("!signet");
        var available = Json.object();
        Optional<VersionBits> fork = VersionBits.testDummy(params);
        if (fork.isPresent()) {
            VersionBits.State state = fork.get().after(Optional.of(parent)).state();
            if (state == VersionBits.State.ACTIVE) rules.add("testdummy");
            if (state.isSignalled()) available.with("testdummy", fork.get().bit());
        }
        to.with("rules", Json.texts(rules)).with("vbavailable", available.build());
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
