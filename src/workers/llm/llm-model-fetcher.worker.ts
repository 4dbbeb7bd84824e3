import * as Comlink from 'comlink';
import { tellRequests } from '../requests/tell-requests';
import { ModelFetcher } from './model-fetcher';

// Started from its own address, without what the page adds to the others.
tellRequests((message) => postMessage(message));

Comlink.expose(new ModelFetcher());
