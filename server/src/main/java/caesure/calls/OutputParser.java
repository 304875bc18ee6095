// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.rpc.RpcException;

/** Finds the script that an output descriptor stands for (BIP 380). */
@FunctionalInterface
public interface OutputParser {
    /**
     * The one script that a block may pay to.
     *
     * @param descriptor with or without checksum
     * @throws MalformedException if it is no descriptor, in bitcoind's words
     * @throws RpcException if it is one that stands for many scripts or needs secret keys
     */
    ByteString script(String descriptor) throws MalformedException, RpcException;
}
