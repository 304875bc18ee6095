// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteString;

import java.util.List;

/**
 * Where a network is met.
 *
 * @param magic the four bytes before each message and each stored block, in their order
 * @param port for peers
 * @param rpcPort for JSON-RPC
 * @param dnsSeeds names that resolve to peers
 */
public record Wire(ByteString magic, int port, int rpcPort, List<String> dnsSeeds) {
    public Wire {
        dnsSeeds = List.copyOf(dnsSeeds);
    }
}
