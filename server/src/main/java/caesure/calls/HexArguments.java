// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.http.Json;
import caesure.rpc.Arguments;
import caesure.rpc.RpcException;

/** Hashes and bytes in hexadecimal, with bitcoind's errors where they are something else. */
final class HexArguments {
    private HexArguments() {}

    /**
     * A hash as people see it (ParseHashV).
     *
     * @param name in the error
     */
    static Hash256 hash(Json value, String name) throws RpcException {
        String digits = Arguments.text(value);
        int length = 2 * Hash256.BYTES;
        if (digits.length() != length) {
            throw invalid(
                    name
                            + " must be of length "
                            + length
                            + " (not "
                            + digits.length()
                            + ", for '"
                            + digits
                            + "')");
        }
        try {
            return Hash256.parse(digits);
        } catch (MalformedException _) {
            throw notHex(name, digits);
        }
    }

    /**
     * One byte or more (ParseHexV).
     *
     * @param name in the error
     */
    static ByteString bytes(Json value, String name) throws RpcException {
        String digits = value instanceof Json.Str(String text) ? text : "";
        try {
            if (!digits.isEmpty()) return ByteString.fromHex(digits);
        } catch (MalformedException _) {
            // said below
        }
        throw notHex(name, digits);
    }

    private static RpcException notHex(String name, String digits) {
        return invalid(name + " must be hexadecimal string (not '" + digits + "')");
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
