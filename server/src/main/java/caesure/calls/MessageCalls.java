// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.address.SecretKeyText;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash160;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.crypto.Secp256k1;
import caesure.crypto.Secp256k1.Recoverable;
import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Messages that are signed with the key of an address: signmessagewithprivkey, verifymessage.
 *
 * <pre>
 *   signature = Base64(mark(1) r(32) s(32))     mark: 27 + which key, + 4 if that is compressed
 *   signed    = SHA256d(text("Bitcoin Signed Message:\n") text(message))
 *   text      = compactsize bytes               in UTF-8
 * </pre>
 */
public final class MessageCalls {
    private static final String UTIL = "util";
    private static final ByteString MAGIC = utf8("Bitcoin Signed Message:\n");
    private static final int FIRST_MARK = 27;
    private static final int COMPRESSED = 4;
    private static final int CHOICES = 3;
    private static final int SIGNATURE_BYTES = 65;

    private final AddressFormat format;
    private final Secp256k1 secp;

    public MessageCalls(AddressFormat format, Secp256k1 secp) {
        this.format = format;
        this.secp = secp;
    }

    public List<Method> methods() {
        return List.of(sign(), verify());
    }

    private Method sign() {
        return new Method(
                "signmessagewithprivkey",
                UTIL,
                "Signs a message with the private key of an address.",
                List.of(
                        Argument.required(
                                "privkey", Argument.Kind.STR, "The private key that signs."),
                        Argument.required("message", Argument.Kind.STR, "What is signed.")),
                List.of(Result.of(Result.Kind.STR, "signature", "The signature in base 64")),
                "\nA signature:\n"
                        + Method.cliExample("signmessagewithprivkey", "\"privkey\" \"my message\"")
                        + "\nIs it right?\n"
                        + Method.cliExample(
                                "verifymessage",
                                "\"1D1ZrZNe3JUo7ZycKEYQQiQAWd9y54F4XX\" \"signature\""
                                        + " \"my message\"")
                        + "\nAs JSON-RPC:\n"
                        + Method.curlExample(
                                "signmessagewithprivkey", "\"privkey\", \"my message\""),
                this::signed);
    }

    private Method verify() {
        String address = "\"1D1ZrZNe3JUo7ZycKEYQQiQAWd9y54F4XX\"";
        return new Method(
                "verifymessage",
                UTIL,
                "Tells whether the key of an address signed a message.",
                List.of(
                        Argument.required("address", Argument.Kind.STR, "The bitcoin address."),
                        Argument.required(
                                "signature", Argument.Kind.STR, "The signature in base 64."),
                        Argument.required("message", Argument.Kind.STR, "What was signed.")),
                List.of(Result.of(Result.Kind.BOOL, "If the signature is right.")),
                "\nIs it right?\n"
                        + Method.cliExample(
                                "verifymessage", address + " \"signature\" \"my message\"")
                        + "\nAs JSON-RPC:\n"
                        + Method.curlExample(
                                "verifymessage", address + ", \"signature\", \"my message\""),
                call -> Json.of(isSigned(call)));
    }

    private Json signed(Call call) throws RpcException {
        SecretKeyText secret;
        try {
            secret = SecretKeyText.parse(call.text("privkey"), format);
        } catch (MalformedException e) { // whose words might show something of a key
            throw new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, "Invalid private key");
        }
        Recoverable signature =
                secp.signRecoverably(secret.key(), hash(call.text("message")))
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.INVALID_ADDRESS_OR_KEY, "Sign failed"));
        int mark = FIRST_MARK + signature.choice() + (secret.compressed() ? COMPRESSED : 0);
        ByteString bytes = ByteString.of(mark).plus(signature.signature());
        return Json.of(Base64.getEncoder().encodeToString(bytes.toArray()));
    }

    private boolean isSigned(Call call) throws RpcException {
        Address address;
        try {
            address = Address.parse(call.text("address"), format);
        } catch (MalformedException e) {
            throw new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, "Invalid address");
        }
        if (!(address instanceof Address.KeyHash(ByteString wanted))) {
            throw new RpcException(RpcException.TYPE_ERROR, "Address does not refer to key");
        }
        ByteString signature =
                base64(call.text("signature"))
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.TYPE_ERROR, "Malformed base64 encoding"));
        return signer(signature, hash(call.text("message")))
                .map(key -> Hash160.hash(key).equals(wanted))
                .orElse(false);
    }

    /** The key that signed, in the form that the signature says it is meant in. */
    private Optional<ByteString> signer(ByteString signature, Hash256 message) {
        if (signature.length() != SIGNATURE_BYTES) return Optional.empty();
        int mark = signature.at(0) - FIRST_MARK; // also of one below 27 only three bits count
        var recoverable = new Recoverable(signature.slice(1, SIGNATURE_BYTES), mark & CHOICES);
        return secp.recover(recoverable, message)
                .map(key -> (mark & COMPRESSED) == 0 ? key : compressed(key));
    }

    private static ByteString compressed(ByteString key) {
        boolean odd = (key.at(key.length() - 1) & 1) != 0;
        return ByteString.of(odd ? 3 : 2).plus(key.slice(1, 33));
    }

    /** The bytes of a text in base 64 as bitcoind takes it: padded, and written in the one way. */
    private static Optional<ByteString> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text)
                    ? Optional.of(ByteString.wrap(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Hash256 hash(String message) {
        ByteString text = utf8(message);
        var writer = new HashWriter();
        writer.compactSize(MAGIC.length());
        writer.bytes(MAGIC);
        writer.compactSize(text.length());
        writer.bytes(text);
        return writer.sha256d();
    }

    private static ByteString utf8(String text) {
        return ByteString.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
