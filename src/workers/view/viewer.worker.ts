import * as Comlink from 'comlink';
import { Viewer } from './viewer';

Comlink.expose(new Viewer());
