import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';

/** Traces of one process, and the plugin by which Temporal's clients and workers take part in them. */
export interface Tracing {
  plugin: OpenTelemetryPlugin;
  /** Sends what is still held back. */
  stop: () => Promise<void>;
}

/**
 * Sends traces by OTLP over HTTP; a trace goes from the request over the workflow's update to the activity's transaction.
 * Spans carry routes, ids of workflows and names of activities, no contents.
 * @param processName such as `web` or `worker`
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT: the collector's address without `/v1/traces`
 */
export function startTracing(processName: string, endpoint: string): Tracing {
  const resource = new Resource({ 'service.name': `zhengna-hudong-${processName}`, 'service.namespace': 'zhengna-hudong' });
  const spanProcessor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  // Sets the context manager and the propagation that the plugin's interceptors rely on.
  provider.register();
  return { plugin: new OpenTelemetryPlugin({ resource, spanProcessor }), stop: () => provider.shutdown() };
}
