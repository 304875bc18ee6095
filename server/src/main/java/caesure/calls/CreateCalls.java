// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** createrawtransaction. */
public final class CreateCalls {
    private static final String NAME = "createrawtransaction";

    /** The versions that nodes pass on. */
    private static final int VERSION_MIN = 1;

    private static final int VERSION_MAX = 3;
    private static final int VERSION_USUAL = 2;

    private static final long UINT32_MAX = 0xffff_ffffL;

    /** The highest sequence number that says the transaction may be replaced (BIP 125). */
    private static final long REPLACEABLE = UINT32_MAX - 2;

    /** The highest with which a lock time counts. */
    private static final long LOCKED = UINT32_MAX - 1;

    private final AddressFormat format;

    public CreateCalls(AddressFormat format) {
        this.format = format;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        NAME,
                        "rawtransactions",
                        "Puts a transaction together that spends the given coins. It is not signed,"
                                + " and not sent to anybody.",
                        List.of(
                                inputs(),
                                outputs(),
                                Argument.defaulted(
                                        "locktime",
                                        Argument.Kind.NUM,
                                        Json.of(0),
                                        "The lock time. If it is not 0 the inputs make it count"),
                                Argument.defaulted(
                                        "replaceable",
                                        Argument.Kind.BOOL,
                                        Json.of(true),
                                        "Says that the transaction may be replaced by one with a"
                                                + " higher fee (BIP 125)"),
                                Argument.defaulted(
                                        "version",
                                        Argument.Kind.NUM,
                                        Json.of(VERSION_USUAL),
                                        "The version")),
                        List.of(
                                Result.of(
                                        Result.Kind.HEX,
                                        "transaction",
                                        "The transaction in hexadecimal")),
                        Method.cliExample(
                                        NAME,
                                        "\"[{\\\"txid\\\":\\\"myid\\\",\\\"vout\\\":0}]\""
                                                + " \"[{\\\"address\\\":0.01}]\"")
                                + Method.curlExample(
                                        NAME,
                                        "\"[{\\\"txid\\\":\\\"myid\\\",\\\"vout\\\":0}]\","
                                                + " \"[{\\\"data\\\":\\\"00010203\\\"}]\""),
                        this::answer));
    }

    private static Argument inputs() {
        return Argument.required("inputs", Argument.Kind.ARR, "The inputs")
                .with(
                        Argument.optional("", Argument.Kind.OBJ, "")
                                .with(
                                        Argument.required(
                                                "txid", Argument.Kind.HEX, "The transaction id"),
                                        Argument.required(
                                                "vout", Argument.Kind.NUM, "The output number"),
                                        Argument.hinted(
                                                "sequence",
                                                Argument.Kind.NUM,
                                                "depends on the value of the 'replaceable' and"
                                                        + " 'locktime' arguments",
                                                "The sequence number")));
    }

    private static Argument outputs() {
        return Argument.required(
                        "outputs",
                        Argument.Kind.ARR,
                        "The outputs, each an object of one member. No address may be there twice,"
                                + " and data only once. One object with all of them is taken too.")
                .with(
                        Argument.optional("", Argument.Kind.OBJ_USER, "")
                                .with(
                                        Argument.required(
                                                "address",
                                                Argument.Kind.AMOUNT,
                                                "The name is the address, the value the amount in"
                                                        + " BTC")),
                        Argument.optional("", Argument.Kind.OBJ, "")
                                .with(
                                        Argument.required(
                                                "data",
                                                Argument.Kind.HEX,
                                                "The name is \"data\", the value what an output"
                                                        + " holds that nobody can spend")))
                .unchecked();
    }

    private Json answer(Call call) throws RpcException {
        long version = Arguments.number(call.get("version"), 0, UINT32_MAX);
        long lockTime = call.longNumber("locktime");
        if (lockTime < 0 || lockTime > UINT32_MAX) {
            throw invalid("Invalid parameter, locktime out of range");
        }
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw invalid(
                    "Invalid parameter, version out of range("
                            + VERSION_MIN
                            + "~"
                            + VERSION_MAX
                            + ")");
        }
        boolean replaceable = call.flag("replaceable");
        long usual = replaceable ? REPLACEABLE : lockTime != 0 ? LOCKED : UINT32_MAX;
        var inputs = new ArrayList<TxIn>();
        for (Json input : call.list("inputs")) inputs.add(input(Arguments.object(input), usual));
        List<TxOut> outputs = outputs(call.get("outputs"));
        boolean contradicts =
                call.has("replaceable")
                        && replaceable
                        && !inputs.isEmpty()
                        && inputs.stream().noneMatch(input -> input.sequence() <= REPLACEABLE);
        if (contradicts) {
            throw invalid(
                    "Invalid parameter combination: Sequence number(s) contradict replaceable"
                            + " option");
        }
        return Json.of(Transaction.of(version, inputs, outputs, lockTime).bytes().toString());
    }

    private static TxIn input(Json.Obj input, long usual) throws RpcException {
        Txid txid = new Txid(HexArguments.hash(input.get("txid"), "txid"));
        if (!(input.get("vout") instanceof Json.Num vout)) {
            throw invalid("Invalid parameter, missing vout key");
        }
        long index = Arguments.number(vout, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (index < 0) throw invalid("Invalid parameter, vout cannot be negative");
        long sequence = usual;
        if (input.get("sequence") instanceof Json.Num given) {
            sequence = Arguments.number(given, Long.MIN_VALUE, Long.MAX_VALUE);
            if (sequence < 0 || sequence > UINT32_MAX) {
                throw invalid("Invalid parameter, sequence number is out of range");
            }
        }
        return new TxIn(new OutPoint(txid, index), ByteString.EMPTY, sequence, List.of());
    }

    private List<TxOut> outputs(Json given) throws RpcException {
        var outputs = new ArrayList<TxOut>();
        Set<String> seen = new HashSet<>();
        for (Json.Member member : members(given)) outputs.add(output(member, seen));
        return outputs;
    }

    /** All outputs as members, whether they come in one object or in many. */
    private static List<Json.Member> members(Json given) throws RpcException {
        if (given.isNull()) {
            throw invalid("Invalid parameter, output argument must be non-null");
        }
        if (given instanceof Json.Obj(List<Json.Member> members)) return members;
        var all = new ArrayList<Json.Member>();
        for (Json output : Arguments.list(given)) {
            if (!(output instanceof Json.Obj(List<Json.Member> members))) {
                throw invalid("Invalid parameter, key-value pair not an object as expected");
            }
            if (members.size() != 1) {
                throw invalid("Invalid parameter, key-value pair must contain exactly one key");
            }
            all.addAll(members);
        }
        return all;
    }

    private TxOut output(Json.Member member, Set<String> seen) throws RpcException {
        String name = member.name();
        if (name.equals("data")) {
            if (!seen.add(name)) throw invalid("Invalid parameter, duplicate key: data");
            Json digits =
                    member.value() instanceof Json.Num(String d) ? Json.of(d) : member.value();
            ByteString data = HexArguments.bytes(digits, "Data");
            return new TxOut(0, new ScriptBuilder().op(Opcode.OP_RETURN).push(data).build());
        }
        long sats = Arguments.sats(member.value());
        Address address;
        try {
            address = Address.parse(name, format);
        } catch (MalformedException _) {
            throw new RpcException(
                    RpcException.INVALID_ADDRESS_OR_KEY, "Invalid Bitcoin address: " + name);
        }
        if (!seen.add(address.scriptPubKey().toString())) {
            throw invalid("Invalid parameter, duplicated address: " + name);
        }
        return new TxOut(sats, address.scriptPubKey());
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
