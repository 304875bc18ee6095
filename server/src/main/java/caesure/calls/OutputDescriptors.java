// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.descriptor.Descriptor;
import caesure.rpc.RpcException;

import java.util.List;

/** Finds the script of an output descriptor as bitcoind's block makers do. */
public final class OutputDescriptors implements OutputParser {
    /** So many scripts a combo() with a compressed key stands for. */
    private static final int COMBO_SCRIPTS = 4;

    private final AddressFormat format;

    public OutputDescriptors(AddressFormat format) {
        this.format = format;
    }

    @Override
    public ByteString script(String text) throws MalformedException, RpcException {
        List<Descriptor> all = Descriptor.parse(text, format);
        if (all.size() > 1) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER, "Multipath descriptor not accepted");
        }
        Descriptor descriptor = all.getFirst();
        if (descriptor.isRange()) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Ranged descriptor not accepted. Maybe pass through deriveaddresses first?");
        }
        List<Descriptor.Derived> scripts =
                descriptor
                        .at(0)
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.INVALID_ADDRESS_OR_KEY,
                                        "Cannot derive script without private keys"));
        // of a combo(): by witness key hash if the key is compressed, else by key hash
        int which = scripts.size() == 1 ? 0 : scripts.size() == COMBO_SCRIPTS ? 2 : 1;
        return scripts.get(which).script();
    }
}
