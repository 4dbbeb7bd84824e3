import { headerFormat, type LineFormat, sticky } from './line-format';

/** `kubectl logs --prefix`. */
export const kubectlPrefix: LineFormat = headerFormat({
	id: 'kubectl-prefix',
	name: 'Kubernetes logs with the name of the pod',
	example: '[pod/cart-7f/cart] 2026-11-24T12:00:01.250Z ERROR the stock is gone',
	envelope: true,
	header: sticky(String.raw`\[(?:pod|deployment|job|statefulset|daemonset)\/([\w./-]+)\] `),
	fields: ([, source = '']) => ({ source })
});
