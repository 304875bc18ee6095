// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.MalformedException;
import caesure.descriptor.Descriptor;
import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.script.ScriptTemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Methods about descriptors: getdescriptorinfo, deriveaddresses. */
public final class DescriptorCalls {
    private static final String UTIL = "util";

    private final AddressFormat format;

    public DescriptorCalls(AddressFormat format) {
        this.format = format;
    }

    public List<Method> methods() {
        return List.of(info(), derive());
    }

    private Method info() {
        return new Method(
                "getdescriptorinfo",
                UTIL,
                "Tells what a descriptor is.",
                List.of(Argument.required("descriptor", Argument.Kind.STR, "The descriptor.")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(
                                        Kind.STR,
                                        "descriptor",
                                        "In its usual form, without secret keys; of several the"
                                                + " first"),
                                Result.of(
                                                Kind.ARR,
                                                "multipath_expansion",
                                                "All, if a step of a path has alternatives",
                                                Result.of(Kind.STR, ""))
                                        .maybe(),
                                Result.of(Kind.STR, "checksum", "That of the text given"),
                                Result.of(Kind.BOOL, "isrange", "Whether it has a range"),
                                Result.of(
                                        Kind.BOOL,
                                        "issolvable",
                                        "Whether it tells how to spend what is paid to it"),
                                Result.of(
                                        Kind.BOOL,
                                        "hasprivatekeys",
                                        "Whether the text given had a secret key in it"))),
                Method.examples("getdescriptorinfo", "\"descriptor\""),
                this::told);
    }

    private Json told(Call call) throws RpcException {
        String text = call.text("descriptor");
        List<Descriptor> descriptors;
        String checksum;
        try {
            descriptors = Descriptor.parse(text, format);
            checksum = Descriptor.checksum(text);
        } catch (MalformedException e) {
            throw new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, e.getMessage());
        }
        Descriptor first = descriptors.getFirst();
        Json.Builder to = Json.object().with("descriptor", first.text());
        if (descriptors.size() > 1) {
            to.with(
                    "multipath_expansion",
                    Json.texts(descriptors.stream().map(Descriptor::text).toList()));
        }
        return to.with("checksum", checksum)
                .with("isrange", first.isRange())
                .with("issolvable", first.isSolvable())
                .with("hasprivatekeys", first.hasSecrets())
                .build();
    }

    private Method derive() {
        return new Method(
                "deriveaddresses",
                UTIL,
                "Derives the addresses of a descriptor.",
                List.of(
                        Argument.required("descriptor", Argument.Kind.STR, "The descriptor."),
                        Argument.optional(
                                "range",
                                Argument.Kind.RANGE,
                                "If the descriptor has a range: its end, or [begin,end]")),
                List.of(
                        Result.of(Kind.ARR, "", Result.of(Kind.STR, "address", "An address"))
                                .when("for single derivation descriptors"),
                        Result.of(
                                        Kind.ARR,
                                        "For each alternative of a step, in order",
                                        Result.of(
                                                Kind.ARR,
                                                "",
                                                Result.of(Kind.STR, "address", "An address")))
                                .when("for multipath descriptors")),
                Method.cliExample("deriveaddresses", "\"descriptor\" \"[0,2]\"")
                        + Method.curlExample("deriveaddresses", "\"descriptor\", [0,2]"),
                this::derived);
    }

    private Json derived(Call call) throws RpcException {
        boolean given = call.has("range");
        ScanObjects.Range range =
                given ? ScanObjects.Range.parse(call.get("range")) : ScanObjects.Range.NONE;
        List<Descriptor> descriptors;
        try {
            descriptors = Descriptor.parseChecked(call.text("descriptor"), format);
        } catch (MalformedException e) {
            throw badDescriptor(e.getMessage());
        }
        boolean ranged = descriptors.getFirst().isRange();
        if (!ranged && given) {
            throw invalid("Range should not be specified for an un-ranged descriptor");
        }
        if (ranged && !given) throw invalid("Range must be specified for a ranged descriptor");
        var lists = new ArrayList<Json>(descriptors.size());
        for (Descriptor descriptor : descriptors) lists.add(addresses(descriptor, range));
        return lists.size() == 1 ? lists.getFirst() : Json.array(lists);
    }

    private Json addresses(Descriptor descriptor, ScanObjects.Range range) throws RpcException {
        var addresses = new ArrayList<String>();
        for (long i = range.first(); i <= range.last(); i++) {
            List<Descriptor.Derived> scripts =
                    descriptor
                            .at((int) i)
                            .orElseThrow(() ->
                                    badDescriptor("Cannot derive script without private keys"));
            for (Descriptor.Derived derived : scripts) {
                Optional<Address> address = Address.of(derived.script());
                // combo() has a script without an address
                if (address.isEmpty() && scripts.size() > 1 && isPayToKey(derived)) continue;
                addresses.add(
                        address.orElseThrow(() ->
                                        badDescriptor(
                                                "Descriptor does not have a corresponding address"))
                                .text(format));
            }
        }
        if (addresses.isEmpty()) {
            throw new RpcException(RpcException.MISC_ERROR, "Unexpected empty result");
        }
        return Json.texts(addresses);
    }

    private static boolean isPayToKey(Descriptor.Derived derived) {
        return ScriptTemplate.of(derived.script()).kind() == ScriptTemplate.Kind.PUBKEY;
    }

    private static RpcException badDescriptor(String words) {
        return new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, words);
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
