// SPDX-License-Identifier: BSD-2-Clause
/**
 * The web server that the doors share: Jetty set up once, with its limits, and JSON.
 *
 * <p>{@link caesure.http.HttpServer} listens, refuses what no door wants (foreign addresses and
 * host names, wrong credentials, too much of anything) and hands the rest to a {@link
 * caesure.http.Route}'s handler. {@link caesure.http.Json} is a JSON text as a value.
 *
 * <p>Why it is so: docs/decisions/0013.
 */
package caesure.http;
