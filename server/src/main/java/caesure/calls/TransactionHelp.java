// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.rpc.Result;
import caesure.rpc.Result.Kind;

import java.util.ArrayList;
import java.util.List;

/** What methods say of the transactions and scripts that they return. */
final class TransactionHelp {
    static final String TYPES =
            "nonstandard, anchor, pubkey, pubkeyhash, scripthash, multisig, nulldata,"
                    + " witness_v0_scripthash, witness_v0_keyhash, witness_v1_taproot,"
                    + " witness_unknown";

    private TransactionHelp() {}

    /** The members of a transaction, without its bytes. */
    static List<Result> transaction() {
        return List.of(
                Result.of(Kind.HEX, "txid", "The transaction id"),
                Result.of(Kind.HEX, "hash", "The hash of all bytes, witness included"),
                Result.of(Kind.NUM, "size", "How many bytes it has"),
                Result.of(Kind.NUM, "vsize", "The weight, divided by four"),
                Result.of(Kind.NUM, "weight", "The weight (BIP 141)"),
                Result.of(Kind.NUM, "version", "The version"),
                Result.of(Kind.TIME, "locktime", "The lock time"),
                Result.of(Kind.ARR, "vin", "", Result.of(Kind.OBJ, "", input())),
                Result.of(Kind.ARR, "vout", "", output()));
    }

    private static Result[] input() {
        return new Result[] {
            Result.of(Kind.HEX, "coinbase", "The script of a coinbase").maybe(),
            Result.of(Kind.HEX, "txid", "Which transaction made the coin").maybe(),
            Result.of(Kind.NUM, "vout", "Which of its outputs").maybe(),
            Result.of(
                            Kind.OBJ,
                            "scriptSig",
                            "The script",
                            Result.of(Kind.STR, "asm", "In words"),
                            Result.of(Kind.HEX, "hex", "In bytes"))
                    .maybe(),
            Result.of(Kind.ARR, "txinwitness", "", Result.of(Kind.HEX, "hex", "An item")).maybe(),
            prevout(),
            Result.of(Kind.NUM, "sequence", "The sequence number")
        };
    }

    private static Result prevout() {
        return Result.of(
                        Kind.OBJ,
                        "prevout",
                        "The coin, if it was asked for and is known",
                        Result.of(Kind.BOOL, "generated", "Whether a coinbase made it"),
                        Result.of(Kind.NUM, "height", "Of the block that made it"),
                        Result.of(Kind.AMOUNT, "value", "In BTC"),
                        script())
                .maybe();
    }

    private static Result output() {
        return Result.of(
                Kind.OBJ,
                "",
                Result.of(Kind.AMOUNT, "value", "In BTC"),
                Result.of(Kind.NUM, "n", "Counted from 0"),
                script());
    }

    private static Result script() {
        return Result.of(
                Kind.OBJ,
                "scriptPubKey",
                "",
                Result.of(Kind.STR, "asm", "The script in words"),
                Result.of(Kind.STR, "desc", "The descriptor that the script tells"),
                Result.of(Kind.HEX, "hex", "The script in bytes"),
                Result.of(Kind.STR, "address", "If there is one for this script").maybe(),
                Result.of(Kind.STR, "type", "One of: " + TYPES));
    }

    /** One list after another. */
    static Result[] together(List<Result> first, List<Result> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all.toArray(Result[]::new);
    }
}
