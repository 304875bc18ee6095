// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.AddressFormat;
import caesure.bytes.MalformedException;
import caesure.descriptor.Descriptor;
import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.RpcException;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Descriptors with ranges, as methods take them to look for scripts. */
final class ScanObjects {
    private static final int RANGE_USUAL = 1000;

    /** A range is not longer than this (ParseDescriptorRange). */
    private static final int RANGE_MAX = 1_000_000;

    private ScanObjects() {}

    /** The numbers from the first to the last, both included. */
    record Range(int first, int last) {
        static final Range NONE = new Range(0, 0);

        /**
         * Reads {@code end} or {@code [begin,end]}.
         *
         * @throws RpcException as bitcoind's
         */
        static Range parse(Json value) throws RpcException {
            long first = 0;
            long last;
            if (value instanceof Json.Num) {
                last = number(value);
            } else if (value instanceof Json.Arr(List<Json> items)
                    && items.size() == 2
                    && items.getFirst() instanceof Json.Num
                    && items.getLast() instanceof Json.Num) {
                first = number(items.getFirst());
                last = number(items.getLast());
                if (first > last) {
                    throw invalid("Range specified as [begin,end] must not have begin after end");
                }
            } else {
                throw invalid("Range must be specified as end or as [begin,end]");
            }
            if (first < 0) throw invalid("Range should be greater or equal than 0");
            if (last >> 31 != 0) throw invalid("End of range is too high");
            if (last >= first + RANGE_MAX) throw invalid("Range is too large");
            return new Range((int) first, (int) last);
        }

        private static long number(Json value) throws RpcException {
            return Arguments.number(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** The argument that takes them. */
    static Argument argument() {
        return Argument.optional(
                        "scanobjects",
                        Argument.Kind.ARR,
                        "What to look for; must be given to start. Each is a descriptor or an"
                                + " object:")
                .with(
                        Argument.optional("descriptor", Argument.Kind.STR, "An output descriptor"),
                        Argument.optional(
                                        "",
                                        Argument.Kind.OBJ,
                                        "An object with output descriptor and metadata")
                                .with(
                                        Argument.required(
                                                "desc", Argument.Kind.STR, "An output descriptor"),
                                        Argument.defaulted(
                                                "range",
                                                Argument.Kind.RANGE,
                                                Json.of(RANGE_USUAL),
                                                "The numbers of a range to look for: its end, or"
                                                        + " [begin,end]")))
                .oneLine("[scanobjects,...]");
    }

    /**
     * Tells all scripts of a scan object, in order.
     *
     * @throws RpcException if it is none, as bitcoind's (EvalDescriptorStringOrObject)
     */
    static void expand(Json object, AddressFormat format, Consumer<Descriptor.Derived> to)
            throws RpcException {
        String text;
        Range range = new Range(0, RANGE_USUAL);
        if (object instanceof Json.Str(String descriptor)) {
            text = descriptor;
        } else if (object instanceof Json.Obj members) {
            if (members.get("desc").isNull()) {
                throw invalid("Descriptor needs to be provided in scan object");
            }
            text = Arguments.text(members.get("desc"));
            Json given = members.get("range");
            if (!given.isNull()) range = Range.parse(given);
        } else {
            throw invalid("Scan object needs to be either a string or an object");
        }
        List<Descriptor> descriptors = parse(text, format);
        if (!descriptors.getFirst().isRange()) range = Range.NONE;
        for (long i = range.first; i <= range.last; i++) {
            for (Descriptor descriptor : descriptors) {
                Optional<List<Descriptor.Derived>> derived = descriptor.at((int) i);
                derived.orElseThrow(() -> notDerivable(text)).forEach(to);
            }
        }
    }

    private static List<Descriptor> parse(String text, AddressFormat format) throws RpcException {
        try {
            return Descriptor.parse(text, format);
        } catch (MalformedException e) {
            throw new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, e.getMessage());
        }
    }

    private static RpcException notDerivable(String text) {
        return new RpcException(
                RpcException.INVALID_ADDRESS_OR_KEY,
                "Cannot derive script without private keys: '" + text + "'");
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
