import * as Comlink from 'comlink';
import { ModelFetcher } from './model-fetcher';

Comlink.expose(new ModelFetcher());
