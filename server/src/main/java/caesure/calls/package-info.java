// SPDX-License-Identifier: BSD-2-Clause
/** The methods of JSON-RPC, one class for each family. */
package caesure.calls;
