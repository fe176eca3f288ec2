import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';

/** Tracing of a process, and the plugin for Temporal clients and workers. */
export interface Tracing {
  plugin: OpenTelemetryPlugin;
  /** Flushes pending spans. */
  stop: () => Promise<void>;
}

/**
 * Exports traces by OTLP over HTTP. A trace spans the request, the workflow's update and the activity's transaction. Spans contain routes,
 * workflow ids and activity names, but no contents.
 * @param processName such as `web` or `worker`
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT: the collector's address without `/v1/traces`
 */
export function startTracing(processName: string, endpoint: string): Tracing {
  const resource = new Resource({ 'service.name': `zhengna-hudong-${processName}`, 'service.namespace': 'zhengna-hudong' });
  const spanProcessor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  // Installs the context manager and the propagator that the plugin's interceptors need.
  provider.register();
  return { plugin: new OpenTelemetryPlugin({ resource, spanProcessor }), stop: () => provider.shutdown() };
}
