// SPDX-License-Identifier: BSD-2-Clause
/**
 * The door for programs: JSON-RPC 1.0, 1.1 and 2.0 over HTTP, as bitcoind speaks it.
 *
 * <p>A {@link caesure.rpc.Method} is declared once, with its arguments and results; the checks, the
 * named arguments and the help come from the declaration. {@link caesure.rpc.JsonRpc} turns the
 * body of a request into that of a reply; {@link caesure.rpc.RpcServer} puts it behind the web
 * server.
 */
package caesure.rpc;
