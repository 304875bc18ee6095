// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.address.Bech32;
import caesure.address.Bech32Errors;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash160;
import caesure.crypto.Secp256k1;
import caesure.crypto.Sha256;
import caesure.descriptor.Inference;
import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.script.Opcode;
import caesure.script.Script;
import caesure.script.ScriptBuilder;
import caesure.script.ScriptTemplate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Methods about addresses: validateaddress, createmultisig. */
public final class AddressCalls {
    private static final String UTIL = "util";

    private final AddressFormat format;

    public AddressCalls(AddressFormat format) {
        this.format = format;
    }

    public List<Method> methods() {
        return List.of(validate(), createMultisig());
    }

    private Method validate() {
        return new Method(
                "validateaddress",
                UTIL,
                "Return information about the given bitcoin address.",
                List.of(
                        Argument.required(
                                "address", Argument.Kind.STR, "The bitcoin address to validate")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.BOOL, "isvalid", "If it is an address"),
                                Result.of(Kind.STR, "address", "The address itself").maybe(),
                                Result.of(Kind.HEX, "scriptPubKey", "What it stands for").maybe(),
                                Result.of(Kind.BOOL, "isscript", "If it is of a script").maybe(),
                                Result.of(Kind.BOOL, "iswitness", "If it is of segwit").maybe(),
                                Result.of(Kind.NUM, "witness_version", "Of its program").maybe(),
                                Result.of(Kind.HEX, "witness_program", "The program").maybe(),
                                Result.of(Kind.STR, "error", "What is wrong").maybe(),
                                Result.of(
                                                Kind.ARR,
                                                "error_locations",
                                                "Where it probably is wrong, if that is known",
                                                Result.of(Kind.NUM, "index", "Counted from 0"))
                                        .maybe())),
                Method.examples("validateaddress", "\"address\""),
                call -> validated(call.text("address")));
    }

    private Json validated(String text) {
        Address address;
        try {
            address = Address.parse(text, format);
        } catch (MalformedException e) {
            Bech32Errors.Located located = located(text, e.getMessage());
            return Json.object()
                    .with("isvalid", false)
                    .with(
                            "error_locations",
                            Json.array(located.places().stream().map(i -> Json.of(i)).toList()))
                    .with("error", located.words())
                    .build();
        }
        Json.Builder to =
                Json.object()
                        .with("isvalid", true)
                        .with("address", address.text(format))
                        .with("scriptPubKey", address.scriptPubKey().toString());
        describe(address, to);
        return to.build();
    }

    /** Where an error is, if the text should be Bech32 of this network but is none at all. */
    private Bech32Errors.Located located(String text, String words) {
        boolean meant =
                text.toLowerCase(Locale.ROOT).startsWith(format.humanPart()) && !isBech32(text);
        if (!meant) return new Bech32Errors.Located(words, List.of());
        // places are counted in bytes, as bitcoind does
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Bech32Errors.in(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static boolean isBech32(String text) {
        try {
            Bech32.decode(text);
            return true;
        } catch (MalformedException _) {
            return false;
        }
    }

    private static void describe(Address address, Json.Builder to) {
        switch (address) {
            case Address.KeyHash _ -> to.with("isscript", false).with("iswitness", false);
            case Address.ScriptHash _ -> to.with("isscript", true).with("iswitness", false);
            case Address.WitnessKeyHash(ByteString hash) ->
                    program(0, hash, to.with("isscript", false));
            case Address.WitnessScriptHash(ByteString hash) ->
                    program(0, hash, to.with("isscript", true));
            case Address.Taproot(ByteString key) -> program(1, key, to.with("isscript", true));
            case Address.Anchor _ -> to.with("isscript", true).with("iswitness", true);
            case Address.UnknownWitness(int version, ByteString program) ->
                    program(version, program, to);
        }
    }

    private static void program(int version, ByteString program, Json.Builder to) {
        to.with("iswitness", true)
                .with("witness_version", version)
                .with("witness_program", program.toString());
    }

    private Method createMultisig() {
        String keys =
                "[\\\"03789ed0bb717d88f7d321a368d905e7430207ebbd82bd342cf11ae157a7ace5fd\\\","
                        + "\\\"03dbc6764b8884a92e871274b87583e6d5c2a58819473e17e107ef3f6aa5a61626\\\"]";
        return new Method(
                "createmultisig",
                UTIL,
                "Makes the address of a script that asks for n signatures of m keys.",
                List.of(
                        Argument.required("nrequired", Argument.Kind.NUM, "How many have to sign"),
                        Argument.required("keys", Argument.Kind.ARR, "The public keys")
                                .with(
                                        Argument.optional(
                                                "key",
                                                Argument.Kind.HEX,
                                                "A public key in hexadecimal")),
                        Argument.defaulted(
                                "address_type",
                                Argument.Kind.STR,
                                Json.of("legacy"),
                                "\"legacy\", \"p2sh-segwit\" or \"bech32\"")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.STR, "address", "The address"),
                                Result.of(Kind.HEX, "redeemScript", "The script in hexadecimal"),
                                Result.of(Kind.STR, "descriptor", "The descriptor of the address"),
                                Result.of(
                                                Kind.ARR,
                                                "warnings",
                                                "What is to say about it",
                                                Result.of(Kind.STR, ""))
                                        .maybe())),
                Method.cliExample("createmultisig", "2 \"" + keys + "\"")
                        + Method.curlExample("createmultisig", "2, " + keys.replace("\\\"", "\"")),
                this::multisig);
    }

    private Json multisig(Call call) throws RpcException {
        int required = call.number("nrequired");
        var keys = new ArrayList<ByteString>();
        for (Json key : call.list("keys")) keys.add(key(Arguments.text(key)));
        String wanted = call.text("address_type");
        switch (wanted) {
            case "legacy", "p2sh-segwit", "bech32" -> {}
            case "bech32m" ->
                    throw badKey("createmultisig cannot create bech32m multisig addresses");
            default -> throw badKey("Unknown address type '" + wanted + "'");
        }
        ByteString script = script(required, keys);
        boolean longKeys = keys.stream().anyMatch(key -> key.length() != 33);
        String type = longKeys ? "legacy" : wanted;
        if (type.equals("legacy") && script.length() > Script.ELEMENT_BYTES_MAX) {
            throw invalid(
                    "redeemScript exceeds size limit: "
                            + script.length()
                            + " > "
                            + Script.ELEMENT_BYTES_MAX);
        }
        Json.Builder to =
                Json.object()
                        .with("address", address(script, type).text(format))
                        .with("redeemScript", script.toString())
                        .with("descriptor", descriptor(script, type));
        if (!type.equals(wanted)) {
            to.with(
                    "warnings",
                    Json.texts(
                            List.of(
                                    "Unable to make chosen address type, please ensure no"
                                            + " uncompressed public keys are present.")));
        }
        return to.build();
    }

    private static ByteString key(String digits) throws RpcException {
        ByteString key;
        try {
            key = ByteString.fromHex(digits);
        } catch (MalformedException _) {
            key = ByteString.EMPTY;
        }
        if (key.isEmpty()) throw badKey("Pubkey \"" + digits + "\" must be a hex string");
        if (key.length() != 33 && key.length() != 65) {
            throw badKey("Pubkey \"" + digits + "\" must have a length of either 33 or 65 bytes");
        }
        if (!Secp256k1.load().engine().isPublicKey(key)) {
            throw badKey("Pubkey \"" + digits + "\" must be cryptographically valid.");
        }
        return key;
    }

    private static ByteString script(int required, List<ByteString> keys) throws RpcException {
        if (required < 1) {
            throw invalid("a multisignature address must require at least one key to redeem");
        }
        if (keys.size() < required) {
            throw invalid(
                    "not enough keys supplied (got "
                            + keys.size()
                            + " keys, but need at least "
                            + required
                            + " to redeem)");
        }
        if (keys.size() > ScriptTemplate.MULTISIG_KEYS_MAX) {
            throw invalid(
                    "Number of keys involved in the multisignature address creation > "
                            + ScriptTemplate.MULTISIG_KEYS_MAX
                            + "\nReduce the number");
        }
        var script = new ScriptBuilder().number(required);
        keys.forEach(script::push);
        return script.number(keys.size()).op(Opcode.OP_CHECKMULTISIG).build();
    }

    private static Address address(ByteString script, String type) {
        Address witness = new Address.WitnessScriptHash(Sha256.hash(script).toByteString());
        return switch (type) {
            case "legacy" -> new Address.ScriptHash(Hash160.hash(script));
            case "bech32" -> witness;
            default -> new Address.ScriptHash(Hash160.hash(witness.scriptPubKey()));
        };
    }

    private String descriptor(ByteString script, String type) {
        return switch (type) {
            case "legacy" -> Inference.ofHashedScript(script, format);
            case "bech32" -> Inference.ofWitnessScript(script, format);
            default -> Inference.ofHashedWitnessScript(script, format);
        };
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }

    private static RpcException badKey(String words) {
        return new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, words);
    }
}
