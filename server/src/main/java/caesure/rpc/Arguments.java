// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.http.Json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Values of JSON as methods want them, with bitcoind's errors where they are something else. */
public final class Arguments {
    /** 21 million bitcoins, in satoshis. */
    private static final long MONEY_MAX_SATS = 21_000_000L * 100_000_000L;

    private static final int DECIMALS = 8;

    private static final int HASH_DIGITS = 2 * Hash256.BYTES;

    /** More than any amount has; a longer exponent would make a number that fills the memory. */
    private static final int EXPONENT_MAX = 1_000;

    private Arguments() {}

    public static String text(Json value) throws RpcException {
        if (value instanceof Json.Str(String text)) return text;
        throw wrongType(value, "string");
    }

    public static boolean flag(Json value) throws RpcException {
        if (value instanceof Json.Bool(boolean flag)) return flag;
        throw wrongType(value, "bool");
    }

    public static List<Json> list(Json value) throws RpcException {
        if (value instanceof Json.Arr(List<Json> items)) return items;
        throw wrongType(value, "array");
    }

    public static Json.Obj object(Json value) throws RpcException {
        if (value instanceof Json.Obj object) return object;
        throw wrongType(value, "object");
    }

    /** A whole number within bounds. As with bitcoind neither 1.0 nor 1e3 is one. */
    public static long number(Json value, long least, long most) throws RpcException {
        if (!(value instanceof Json.Num(String digits))) throw wrongType(value, "number");
        try {
            long number = Long.parseLong(digits);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new RpcException(RpcException.MISC_ERROR, "JSON integer out of range");
    }

    /**
     * A hash, given as 64 hexadecimal digits, last byte first (ParseHashV).
     *
     * @param name of the argument, for the error
     */
    public static Hash256 hash(Json value, String name) throws RpcException {
        String digits = text(value);
        try {
            return Hash256.parse(digits);
        } catch (MalformedException e) {
            int length = digits.getBytes(StandardCharsets.UTF_8).length;
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    length == HASH_DIGITS
                            ? name + " must be hexadecimal string (not '" + digits + "')"
                            : name
                                    + " must be of length 64 (not "
                                    + length
                                    + ", for '"
                                    + digits
                                    + "')");
        }
    }

    /** An amount, given in bitcoins as a number or as text, in satoshis. */
    public static long sats(Json value) throws RpcException {
        String digits =
                switch (value) {
                    case Json.Num(String number) -> number;
                    case Json.Str(String text) -> text;
                    default -> throw typeError("Amount is not a number or string");
                };
        long sats = satsOf(digits).orElseThrow(() -> typeError("Invalid amount"));
        if (sats < 0 || sats > MONEY_MAX_SATS) throw typeError("Amount out of range");
        return sats;
    }

    private static Optional<Long> satsOf(String digits) {
        boolean number =
                digits.length() <= 100
                        && digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
        if (!number) return Optional.empty();
        BigDecimal bitcoins = new BigDecimal(digits);
        if (Math.abs((long) bitcoins.scale()) > EXPONENT_MAX) return Optional.empty();
        try {
            return Optional.of(bitcoins.movePointRight(DECIMALS).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty(); // parts of a satoshi, or too many
        }
    }

    private static RpcException wrongType(Json value, String wanted) {
        return typeError(Argument.typeError(value, wanted).orElseThrow());
    }

    private static RpcException typeError(String words) {
        return new RpcException(RpcException.TYPE_ERROR, words);
    }
}
