-- wrk: the request in the file that THIDUA_REQUEST names, again and again; prints what was not answered with 200.
local file = assert(io.open(os.getenv("THIDUA_REQUEST"), "rb"))
wrk.method = "POST"
wrk.path = "/v1/evaluate"
wrk.headers["Content-Type"] = "application/json"
wrk.body = file:read("*a")
file:close()

function done(summary, latency)
   local e = summary.errors
   print(string.format("answered %d, failed %d, median %.1f ms, 99 of 100 within %.1f ms", summary.requests,
      e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
