// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.consensus.Params;
import caesure.crypto.Hash160;
import caesure.crypto.Sha256;
import caesure.descriptor.Inference;
import caesure.http.Json;
import caesure.primitives.Transaction;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.script.Script;
import caesure.script.ScriptTemplate;
import caesure.views.ScriptView;
import caesure.views.TxView;

import java.util.List;
import java.util.Optional;

/** Methods that show bytes: decoderawtransaction, decodescript. */
public final class DecodeCalls {
    private static final String RAW = "rawtransactions";

    private final Params params;

    public DecodeCalls(Params params) {
        this.params = params;
    }

    public List<Method> methods() {
        return List.of(decodeTransaction(), decodeScript());
    }

    private Method decodeTransaction() {
        return new Method(
                "decoderawtransaction",
                RAW,
                "Shows what a serialized transaction says.",
                List.of(
                        Argument.required(
                                "hexstring", Argument.Kind.HEX, "The transaction in hexadecimal"),
                        Argument.hinted(
                                "iswitness",
                                Argument.Kind.BOOL,
                                "depends on heuristic tests",
                                "Whether the bytes are in the form with witnesses. If true only"
                                        + " that form is tried, if false only the one without; if not"
                                        + " given both are, and the more likely is taken.")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                TransactionHelp.transaction().toArray(Result[]::new))),
                Method.examples("decoderawtransaction", "\"hexstring\""),
                this::transaction);
    }

    private Json transaction(Call call) throws RpcException {
        TransactionText.Form form =
                !call.has("iswitness")
                        ? TransactionText.Form.EITHER
                        : call.flag("iswitness")
                                ? TransactionText.Form.WITNESS
                                : TransactionText.Form.NO_WITNESS;
        Transaction transaction =
                TransactionText.parse(call.text("hexstring"), form)
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.DESERIALIZATION_ERROR, "TX decode failed"));
        return TxView.decoded(transaction, params);
    }

    private Method decodeScript() {
        return new Method(
                "decodescript",
                RAW,
                "Shows what a script says.",
                List.of(
                        Argument.required(
                                "hexstring", Argument.Kind.HEX, "the script in hexadecimal")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.STR, "asm", "The script in words"),
                                Result.of(Kind.STR, "desc", "The descriptor that the script tells"),
                                Result.of(Kind.STR, "type", "One of: " + TransactionHelp.TYPES),
                                Result.of(Kind.STR, "address", "If there is one").maybe(),
                                Result.of(
                                                Kind.STR,
                                                "p2sh",
                                                "The address that pays to the script's hash, if it"
                                                        + " can be spent")
                                        .maybe(),
                                segwit())),
                Method.examples("decodescript", "\"hexstring\""),
                call -> script(call));
    }

    private static Result segwit() {
        return Result.of(
                        Kind.OBJ,
                        "segwit",
                        "The output that holds the script in a witness, if it can be spent",
                        Result.of(Kind.STR, "asm", "The output's script in words"),
                        Result.of(Kind.HEX, "hex", "The output's script in bytes"),
                        Result.of(Kind.STR, "type", "The output's type"),
                        Result.of(Kind.STR, "address", "The output's address").maybe(),
                        Result.of(Kind.STR, "desc", "The descriptor, with the script if possible"),
                        Result.of(
                                Kind.STR,
                                "p2sh-segwit",
                                "The address that pays to the hash of the output's script"))
                .maybe();
    }

    private Json script(Call call) throws RpcException {
        ByteString script =
                call.text("hexstring").isEmpty()
                        ? ByteString.EMPTY
                        : HexArguments.bytes(call.get("hexstring"), "argument");
        AddressFormat format = params.addresses();
        Json.Builder to = ScriptView.withoutHex(script, format);
        ScriptTemplate template = ScriptTemplate.of(script);
        if (!canBeWrapped(script, template)) return to.build();
        to.with("p2sh", hashAddress(script));
        witnessOutput(script, template)
                .ifPresent(output -> to.with("segwit", segwit(script, output)));
        return to.build();
    }

    private Json segwit(ByteString script, ByteString output) {
        AddressFormat format = params.addresses();
        String descriptor =
                Script.isPayToWitnessScriptHash(output)
                        ? Inference.ofWitnessScript(script, format)
                        : Inference.of(output, format);
        return ScriptView.json(output, descriptor, format)
                .with("p2sh-segwit", hashAddress(output))
                .build();
    }

    private String hashAddress(ByteString script) {
        return new Address.ScriptHash(Hash160.hash(script)).text(params.addresses());
    }

    /** Whether a script whose hash is paid to could be satisfied before taproot. */
    private static boolean canBeWrapped(ByteString script, ScriptTemplate template) {
        return switch (template.kind()) {
            case MULTISIG,
                    NONSTANDARD,
                    PUBKEY,
                    PUBKEYHASH,
                    WITNESS_V0_KEYHASH,
                    WITNESS_V0_SCRIPTHASH ->
                    Script.hasValidOps(script)
                            && !Script.isUnspendable(script)
                            && !Script.hasTapscriptOps(script);
            case NULL_DATA, SCRIPTHASH, WITNESS_UNKNOWN, WITNESS_V1_TAPROOT, ANCHOR -> false;
        };
    }

    /** The script of the output that has a script in its witness, if that can be. */
    private static Optional<ByteString> witnessOutput(ByteString script, ScriptTemplate template) {
        boolean shortKeys = template.parts().stream().allMatch(key -> key.length() == 33);
        return switch (template.kind()) {
            case PUBKEY ->
                    shortKeys
                            ? Optional.of(keyHash(Hash160.hash(template.parts().getFirst())))
                            : Optional.empty();
            case PUBKEYHASH -> Optional.of(keyHash(template.parts().getFirst()));
            case MULTISIG -> shortKeys ? Optional.of(scriptHash(script)) : Optional.empty();
            case NONSTANDARD -> Optional.of(scriptHash(script));
            default -> Optional.empty();
        };
    }

    private static ByteString keyHash(ByteString hash) {
        return new Address.WitnessKeyHash(hash).scriptPubKey();
    }

    private static ByteString scriptHash(ByteString script) {
        return new Address.WitnessScriptHash(Sha256.hash(script).toByteString()).scriptPubKey();
    }
}
