// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/**
 * A request that passed every check of the server.
 *
 * @param method GET, HEAD, POST or PUT
 * @param target path and query as they were sent
 * @param peer who sent it
 * @param user the name that was proven; empty if the route asks for none
 * @param body whole, at most {@link Body#MAX_BYTES}
 * @param stopping true once the server wants to stop: who waits for something, waits no longer
 */
public record HttpRequest(
        String method,
        String target,
        InetSocketAddress peer,
        String user,
        ByteString body,
        BooleanSupplier stopping) {}
