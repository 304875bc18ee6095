// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.descriptor.Descriptor;
import caesure.rpc.RpcException;

import java.util.List;

/** The scripts of descriptors, as bitcoind's generate methods choose them. */
public final class DescriptorOutputs implements OutputParser {
    /** combo() of an uncompressed key has two scripts, and of any other four. */
    private static final int COMBO_SCRIPTS = 4;

    private final AddressFormat format;

    public DescriptorOutputs(AddressFormat format) {
        this.format = format;
    }

    @Override
    public ByteString script(String descriptor) throws MalformedException, RpcException {
        List<Descriptor> parsed = Descriptor.parse(descriptor, format);
        if (parsed.size() > 1) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER, "Multipath descriptor not accepted");
        }
        if (parsed.getFirst().isRange()) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Ranged descriptor not accepted. Maybe pass through deriveaddresses first?");
        }
        List<Descriptor.Derived> scripts =
                parsed.getFirst()
                        .at(0)
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.INVALID_ADDRESS_OR_KEY,
                                        "Cannot derive script without private keys"));
        return scripts.get(chosen(scripts.size())).script();
    }

    /** Of combo(): with witness if it can be, else pay to key hash. Of all others: the only one. */
    private static int chosen(int scripts) {
        if (scripts == 1) return 0;
        return scripts == COMBO_SCRIPTS ? 2 : 1;
    }
}
