// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.crypto.Sha256;
import caesure.http.Json;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The method getnewaddress, on regtest alone: {@code bitcoin-cli -generate} asks for it. There is
 * no wallet, so the address is one from which anybody can spend: the hash of the witness script
 * {@code number OP_DROP OP_1}, with a number that is another each time.
 */
public final class NewAddressCalls {
    private static final int NUMBER_BYTES = 8;

    private final AddressFormat format;
    private final RandomGenerator random;

    public NewAddressCalls(AddressFormat format, RandomGenerator random) {
        this.format = format;
        this.random = random;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        "getnewaddress",
                        Method.HIDDEN,
                        "Returns an address for coins of tests, from which anybody can spend: this"
                                + " node has no wallet. Regtest only.",
                        List.of(),
                        List.of(Result.of(Result.Kind.STR, "The address")),
                        "",
                        _ -> Json.of(next())));
    }

    private String next() {
        byte[] number = new byte[NUMBER_BYTES];
        random.nextBytes(number);
        ByteString script =
                new ScriptBuilder()
                        .push(ByteString.wrap(number))
                        .op(Opcode.OP_DROP)
                        .op(Opcode.OP_1)
                        .build();
        return new Address.WitnessScriptHash(Sha256.hash(script).toByteString()).text(format);
    }
}
