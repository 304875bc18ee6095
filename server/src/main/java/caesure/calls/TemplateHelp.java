// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.rpc.Argument;
import caesure.rpc.Result;

import java.util.List;

/** What getblocktemplate takes and gives, for its help. */
final class TemplateHelp {
    private TemplateHelp() {}

    static Argument request() {
        return Argument.required(
                        "template_request", Argument.Kind.OBJ, "What the template is to be")
                .with(
                        Argument.optional(
                                "mode",
                                Argument.Kind.STR,
                                "\"template\", which it is if omitted, or \"proposal\" (see BIP"
                                        + " 23)"),
                        Argument.optional(
                                        "capabilities", Argument.Kind.ARR, "What the client can do")
                                .with(
                                        Argument.optional(
                                                "str",
                                                Argument.Kind.STR,
                                                "'longpoll', 'coinbasevalue', 'proposal',"
                                                        + " 'serverlist', 'workid'")),
                        Argument.required(
                                        "rules",
                                        Argument.Kind.ARR,
                                        "The soft forks that the client knows")
                                .with(
                                        Argument.required(
                                                "segwit",
                                                Argument.Kind.STR,
                                                "(literal) it knows segwit"),
                                        Argument.optional(
                                                "str", Argument.Kind.STR, "another that it knows")),
                        Argument.optional(
                                "longpollid",
                                Argument.Kind.STR,
                                "of an earlier template: the answer waits until it would be"
                                        + " another"),
                        Argument.optional(
                                "data",
                                Argument.Kind.HEX,
                                "the block to judge, in hexadecimal; only for mode=\"proposal\""));
    }

    static List<Result> results() {
        return List.of(
                Result.of(Result.Kind.NONE, "")
                        .when("If the proposal was accepted with mode=='proposal'"),
                Result.of(Result.Kind.STR, "According to BIP22")
                        .when("If the proposal was not accepted with mode=='proposal'"),
                template().when("Otherwise"));
    }

    private static Result template() {
        return Fields.whole(
                Fields.num("version", "The version of the block"),
                Fields.array(
                        "rules",
                        "The soft forks that hold",
                        Fields.text("", "its name; with ! if the client must know it (BIP 9)")),
                Result.of(
                        Result.Kind.OBJ_DYN,
                        "vbavailable",
                        "The soft forks under way",
                        Fields.num("rulename", "the bit of the version that signals it")),
                Fields.array(
                        "capabilities", "", Fields.text("value", "what is known, as 'proposal'")),
                Fields.num("vbrequired", "The bits of the version that must be set"),
                Fields.text("previousblockhash", "The hash of the tip"),
                transactions(),
                Result.of(
                        Result.Kind.OBJ_DYN,
                        "coinbaseaux",
                        "What must go into the coinbase's script",
                        Fields.hex("key", "a value; its key may be ignored")),
                Fields.num("coinbasevalue", "What the coinbase may pay in all, in satoshis"),
                Fields.text("longpollid", "To wait with for the next template"),
                Fields.text("target", "What the hash may not exceed"),
                Fields.time("mintime", "The earliest time of the block, " + Fields.EPOCH),
                Fields.array(
                        "mutable",
                        "What may be changed",
                        Fields.text("value", "'time', 'transactions', 'prevblock'")),
                Fields.hex("noncerange", "The nonces that may be tried"),
                Fields.num("sigoplimit", "The most signature operations"),
                Fields.num("sizelimit", "The most bytes"),
                Fields.num("weightlimit", "The most weight").maybe(),
                Fields.time("curtime", "The time of the block, " + Fields.EPOCH),
                Fields.text("bits", "The target in compact form"),
                Fields.num("height", "The height of the block"),
                Fields.hex("signet_challenge", "Only on signet").maybe(),
                Fields.hex(
                                "default_witness_commitment",
                                "The script of the output that commits to the witnesses of this"
                                        + " template")
                        .maybe());
    }

    private static Result transactions() {
        return Fields.array(
                "transactions",
                "The transactions but the coinbase",
                Fields.object(
                        "",
                        "",
                        Fields.hex("data", "its bytes"),
                        Fields.hex("txid", "its hash without witness"),
                        Fields.hex("hash", "its hash with witness"),
                        Fields.array(
                                "depends",
                                "those that must be in the block with it",
                                Fields.num("", "its place in this list, from 1")),
                        Fields.num("fee", "its fee in satoshis"),
                        Fields.num("sigops", "the cost of its signature operations"),
                        Fields.num("weight", "its weight")));
    }
}
